#ifndef KR_TESTS_BUILD_PLAN_H
#define KR_TESTS_BUILD_PLAN_H

#include "solver/verify.h"
#include "tests/build_corridor.h"

/**
 * A small corridor and a correct plan on it, for the judge's tests: each test breaks one thing and must be told so.
 *
 *   A --AB rail 9 h, one way, track--> B ==BC sea 24 h, berth== C ==CD road 5 h== D     DE road 5 h
 *   A ==AD road 30 h, lorries== D     A ==AX road 30 h, pipe (no coal)== D               steps of 6 h, 4 days, N = 16
 *
 * Transfers: A loading rail 3 h (yard); B rail→sea 6 h (crane); C sea→road 0 h; D road unloading 6 h; A road→rail 0 h;
 * A air→rail 0 h, though no link flies. Per day: track 1 train (whole; 2,000 t of coal), yard 1,000 t, crane 800 t,
 * berth 700 t, lorries 40 (of 20 t of coal), pipe 9 barrels.
 *
 * S1: 1,000 t of coal A→D, ready 05:00 (r = 1), due 60 h (d = 10), weight 2. S2: 500 t A→D, ready 0, unsplittable.
 *   S1 lot 1, 600 t: load 6–12, AB 12–24, crane 24–30, BC 30–54, C 54–54, CD 54–60, unload 60–66: H = 60, L = 6
 *   S1 lot 2, 100 t: AD 6–36, unload 36–42: H = 36                     300 t of S1 stay: U = 192
 *   S2 lot 1, 500 t: AD 0–30, unload 30–36: H = 36
 * Objective 2 (600 · 66 + 100 · 36 + 300 · 192) + 500 · 36 = 219,600; transit 600 · 60 + 600 · 36 = 57,600 t h.
 */
typedef struct staged_plan {
  kr_corridor *c;
  kr_allocation a;
  kr_verify_options o;     /**< the base, dated, LP, gap 0.01 */
  kr_verify_claims claims; /**< true ones: objective 219,600, bound 219,000, gap 600 / 219,600 */
  int64_t served_kg[2], unserved_kg[2];
  double used[6 * 4]; /**< [resource * 4 + day] */
  kr_verdict v;       /**< of the last judgement */
} staged_plan;

enum { S1_RAIL, S1_ROAD, S2_ROAD }; /**< lots of the plan */
enum { RAIL_LOAD, RAIL_AB, RAIL_CRANE, RAIL_BC, RAIL_C, RAIL_CD, RAIL_UNLOAD, S1_AD, S1_UNLOAD, S2_AD, S2_UNLOAD };

void stage_plan(staged_plan *p);
void clear_plan(staged_plan *p);

/** Puts other legs into a lot of the plan. */
void replace_legs(staged_plan *p, int lot, const kr_leg *legs, int32_t n);

/** Begins leg `i` of the plan at `depart_h` and ends it at `arrive_h`. */
void move_leg(staged_plan *p, int i, double depart_h, double arrive_h);

/** Blanks all times and asks for the static view. */
void make_static(staged_plan *p);

/** Judges the plan without what it claims, or with it. */
void judge_plan(staged_plan *p);
void judge_claims(staged_plan *p);

/** Whether some violation contains this text. */
bool is_told(const staged_plan *p, const char *text);

/** Whether there is just one violation and it contains this text. */
bool is_told_only(const staged_plan *p, const char *text);

#endif
