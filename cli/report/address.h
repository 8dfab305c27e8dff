#ifndef KR_CLI_REPORT_ADDRESS_H
#define KR_CLI_REPORT_ADDRESS_H

#define KR_ADDRESS_ROOM 4096

/**
 * How a page at `page` names a file of a folder: a relative address, percent-encoded, so that both may be moved
 * together; absolute where the two paths cannot be resolved. @return out
 */
const char *kr_address(const char *page, const char *folder, const char *file, char out[KR_ADDRESS_ROOM]);

#endif
