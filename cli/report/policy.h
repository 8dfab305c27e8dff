#ifndef KR_CLI_REPORT_POLICY_H
#define KR_CLI_REPORT_POLICY_H

#include "instances/sink.h"

/**
 * The `<meta>` of a Content-Security-Policy under which a page may use just these texts of `<style>` and `<script>`,
 * and fetch nothing. @source Content Security Policy Level 3, hash sources
 */
void kr_policy_put(kr_sink *sink, const char *const *styles, int n_styles, const char *const *scripts, int n_scripts);

#define KR_POLICY_HASH_ROOM 45

/** The SHA-256 of a text in base64, as the policy names it. @return out */
const char *kr_policy_hash(const char *text, char out[KR_POLICY_HASH_ROOM]);

#endif
