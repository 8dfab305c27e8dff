#ifndef KR_SOLVER_KEY_INTERNAL_H
#define KR_SOLVER_KEY_INTERNAL_H

#include "solver/key_basis.h"
#include "solver/key_lookup.h"
#include "solver/key_simplex.h"

/* The parts of the key-route simplex; private to key_*.c and vertex.c. */

#define KR_KEY_OVERRUN \
  1e-9 /* relative to demand or capacity: how far a step may go beyond a bound for a better pivot */
#define KR_KEY_HEALTHY 1e-12 /* how far below 0 a flow or slack of an exact vertex may be at first … */
#define KR_KEY_SICKEST 1e-9  /* … and when rounding does not allow that */
#define KR_KEY_OPTIMAL 1e-12 /* relative to the costs: how far below 0 a reduced cost may be */
#define KR_KEY_BLURRED 1e-8  /* a solve with W⁻¹ that leaves more than this calls for a new W⁻¹ */
#define KR_KEY_NOBODY INT64_MIN

/** A column that priced out, or a slack (~row) in the dual ratio test. */
typedef struct kr_key_candidate {
  int64_t enter;
  double cost, rate; /* reduced cost; score or rate */
} kr_key_candidate;

typedef struct kr_key_list {
  kr_key_candidate *items;
  size_t n, room;
} kr_key_list;

struct kr_key {
  const kr_key_lp *lp;
  kr_key_basis basis;
  double *x;            /* [columns] flow */
  double *shift;        /* [columns] added to the cost while the dual phase runs */
  double *slack, *toll; /* [rows]; the toll of a row that is not tight is its floor */
  double *floor;        /* [rows] least toll: 0, lower only while the dual phase runs */
  double *row_scale;    /* [rows] largest entry seen */
  double *row_unit;     /* [rows] what tolerances on the slack refer to */
  double *unit;         /* [columns] the most a column could carry: what tolerances on its flow refer to */
  double *value;        /* [blocks] cost of the key with tolls, if value_age is the age of the tolls */
  int64_t *value_age;   /* [blocks] */
  int64_t age;          /* grows with every change of tolls or keys */
  double cost_unit;     /* what a reduced cost is measured against */
  kr_sparse use;        /* the edge: growth of the use of rows that are not tight, … */
  kr_sparse keys;       /* … of the flow of keys, by block; the basic columns fall by basis.u */
  kr_sparse tau_use;    /* use and keys of another edge: that of the leaver's row */
  kr_sparse tau_keys;
  kr_sparse rho;     /* a row of the tableau, by row */
  kr_key_list list;  /* candidates, … */
  size_t list_at;    /* … of which those before this are used up, … */
  double list_best;  /* … and the best score when it was filled */
  int64_t n_refills; /* of the list */
  size_t scan_at;    /* where pricing goes on among near columns */
  int64_t n_known;   /* columns taken in */
  kr_key_lookup lookup;
  int64_t *seen;       /* [columns] age of the tolls when a ratio test looked at it */
  double leaver_scale; /* what rates of the leaver are measured against */
  double steepest;     /* largest rate in the last ratio test */
  double *reach;       /* [columns] reduced cost, and fallen, when it was last found */
  double fallen;       /* by which reduced costs may have fallen since near columns were picked, at most or nearly so */
  kr_key_list near;    /* columns that the dual ratio test looks at */
  double *key_weight;  /* [blocks] of sick ones: the norm of their row of the tableau, squared; 0 = unknown */
  double *row_weight;  /* [rows] */
  int32_t *sick_rows, *sick_blocks;
  int32_t n_sick_rows, n_sick_blocks;
  bool *is_sick_row, *is_sick_block;
  double *rho_of_key; /* [blocks] rho times the key column, if rho_age is the age of the tolls */
  int64_t *rho_age;   /* [blocks] */
  double healthy;     /* how far below 0 a flow or slack may be, relative */
  bool is_lifted;     /* some costs or floors are not those of the LP */
  bool is_mending;    /* the dual phase runs: flows may be below 0 */
  bool is_shifted;    /* flows or slacks are not quite those of the basis */
  size_t x_room, shift_room, unit_room, seen_room, reach_room;
  uint64_t seed;
  kr_key_stats stats;
  int64_t renewed_at; /* pivots when W⁻¹ was last made anew in this solve … */
  int32_t n_renewed;  /* … and how often it was */
};

/* ---- key_point.c: flows and tolls of a basis ---- */

double kr_key_tolled(const kr_key *s, int64_t p);
double kr_key_value(kr_key *s, int32_t block);
static inline double kr_key_reduced(kr_key *s, int64_t p) {
  return kr_key_tolled(s, p) - kr_key_value(s, s->lp->block[p]);
}

/** Flows and slacks of the basis, exactly; basic flows are refined from what they are. */
void kr_key_find_flows(kr_key *s);

/** Tolls of the basis, refined from what they are. @return the largest reduced cost a basic column had before */
double kr_key_find_tolls(kr_key *s);

/** Slacks from all flows as they are. */
void kr_key_find_slacks(kr_key *s);

/* ---- key_start.c ---- */

/** What tolerances refer to; demands, capacities and columns may have changed since the last solve. */
void kr_key_measure(kr_key *s);

/* ---- key_edge.c: one step along an edge ---- */

/** What stops a step. */
typedef struct kr_key_blocker {
  enum { KR_KEY_NOTHING, KR_KEY_ITSELF, KR_KEY_BASIC, KR_KEY_SLACK, KR_KEY_ITS_KEY } kind;
  int32_t at; /* place, row or block */
  double step, rate;
} kr_key_blocker;

/** Finds u, use and keys per unit of the entering column or slack (~row). @return residual of the solve, relative */
double kr_key_find_edge(kr_key *s, int64_t enter);
void kr_key_clear_edge(kr_key *s);

/** @param sign 1: the entering quantity grows; -1: it falls (from a flow above 0) */
kr_key_blocker kr_key_find_blocker(const kr_key *s, int64_t enter, double sign);

/** Goes along the edge; what falls below 0 is set a tiny random bit above it. */
void kr_key_walk(kr_key *s, int64_t enter, double step);

/** The blocker leaves at 0, `enter` takes its place; tolls follow. @param cost reduced cost of `enter` */
kr_status kr_key_exchange(kr_key *s, int64_t enter, const kr_key_blocker *b, double cost);

/** Between a half and 1, the same sequence in every run. */
double kr_key_random(kr_key *s);

/* ---- key_rebuild.c ---- */

/**
 * W⁻¹ anew from basic columns and tight rows (keys stay), leaving out what does not fit: columns that depend on those
 * before them go out with flow 0, rows too many get their slack back. The lists may be the basis' own.
 */
kr_status kr_key_rebuild(kr_key *s, const kr_key_start *start);

/** The same for the basis as it is. */
kr_status kr_key_renew(kr_key *s);

/* ---- key_price.c, key_primal.c, key_dual.c ---- */

/** How far below 0 the reduced cost of a column of this block may be. */
static inline double kr_key_tolerance(const kr_key *s, double value) {
  return KR_KEY_OPTIMAL * (s->cost_unit + (value < 0 ? -value : value));
}

/** Who enters, KR_KEY_NOBODY when nothing would lower the cost. @param cost out: reduced cost of who enters */
kr_status kr_key_choose(kr_key *s, int64_t *enter, double *cost);

/** Lowers the cost while something can; flows must be feasible. */
kr_status kr_key_primal(kr_key *s, const kr_interior_limit *limit);

/** Mends flows and slacks below 0. @return KR_ERR_RANGE when it found no way */
kr_status kr_key_dual(kr_key *s, const kr_interior_limit *limit);

bool kr_key_is_sick_row(const kr_key *s, int32_t row);
bool kr_key_is_sick_flow(const kr_key *s, int64_t p);

/** Those that the last step has moved are looked at again. */
void kr_key_note_moved(kr_key *s);

/** What is furthest below 0 by the norm of its row of the tableau: dual steepest edge. */
kr_key_blocker kr_key_find_leaver(kr_key *s);

/* key_weight.c */
void kr_key_weigh_anew(kr_key *s);
double kr_key_weigh_key(kr_key *s, int32_t block);
double kr_key_weigh_row(kr_key *s, int32_t row);
void kr_key_move_weights(kr_key *s, int32_t place);

/* ---- key_ratio.c ---- */

/** Columns that a change of tolls may well bring in: those of least reduced cost for what their block's freight costs.
 */
kr_status kr_key_find_near(kr_key *s, size_t most);

/** Who enters when `leaver` (column or ~row, its row of the tableau in rho) goes up; NULL when nobody can. */
kr_status kr_key_find_enterer(kr_key *s, int64_t leaver, const kr_key_candidate **enterer);

/** @return whether any flow or slack is below 0 beyond tolerance; collects them */
bool kr_key_find_sick(kr_key *s);

kr_status kr_key_check_limit(const kr_key *s, const kr_interior_limit *limit);
bool kr_key_list_add(kr_key_list *list, kr_key_candidate c);

#endif
