#ifndef KR_SOLVER_INTEGER_NODE_H
#define KR_SOLVER_INTEGER_NODE_H

#include "solver/integer_internal.h"

/* The LP of a node of branch and price; private to integer*.c. */

/** What a branch says, added to what its parent says. `a`, `b`, `c` by kind. */
typedef enum kr_branch_kind {
  KR_BRANCH_NONE,
  KR_BRANCH_MOST,      /* row a, of `days` days from there on: cargo b gets at most c units */
  KR_BRANCH_LEAST,     /* … at least c units */
  KR_BRANCH_SERVE,     /* shipment a is served */
  KR_BRANCH_STAY,      /* shipment a stays */
  KR_BRANCH_NOT_ARC,   /* shipment a does not take arc b */
  KR_BRANCH_ONLY_ARC,  /* shipment a takes no other arc out of where b begins */
  KR_BRANCH_BY_DAY,    /* shipment a leaves platform b up to day c, if at all */
  KR_BRANCH_AFTER_DAY, /* … after day c */
} kr_branch_kind;

typedef struct kr_branch {
  kr_branch_kind kind;
  int32_t a, b, c, days;
} kr_branch;

/**
 * A cut on one base row of capacity C, for shipments that may not be split: at most `most` of its members go over the
 * row. With z_s how often shipment s goes over it: Σ_members z_s <= most. Members are those that weigh more than
 * C / (most + 1) there; or a cover, which together weighs more than C, of most + 1 shipments, and with it all that
 * weigh at least as much as the heaviest of them. A light shipment that goes over the row twice would count twice in a
 * cover, so these are looked for only where no route does.
 *
 * @source Balas (1975); Gu, Nemhauser, Savelsbergh (1998) for separation
 */
typedef struct kr_cut {
  int32_t row, most;
  double least_load; /* members: what weighs more than this, units … */
  uint64_t *members; /* … or, where not NULL, a bit for each shipment */
  int32_t next;      /* another cut on this row; KR_NONE */
} kr_cut;

/**
 * What branches about several days say to the LP: some cargoes together use at most so many units of a resource on
 * these days. Days that are full are alike to the LP: of units it gives to one day it can give as many to the next, so
 * that branches about single days raise no bound.
 */
typedef struct kr_days_row {
  int32_t row, days;
  uint64_t cargoes; /* bits */
  double most;      /* units, promised ones left out */
} kr_days_row;

/** The branches that hold at a node, and the LP under them. */
typedef struct kr_node_lp {
  kr_integer *p;
  kr_timeline line;          /* the search's, with `apart` of its own */
  const kr_branch *branches; /* borrowed */
  int32_t n_branches;
  int32_t *least, *most; /* [rows * cargo] units */
  uint64_t *apart;       /* [rows] cargoes that have units of their own */
  bool *is_heavy;        /* [shipments] may not be split, and too heavy for some row */
  bool *is_taken_once;   /* [resources] no route goes over it twice */
  double *capacity;      /* [rows of the LP] */
  double *demand_t, *unserved_cost;
  kr_seeker seeker;
  kr_columns *pool; /* of this node; its column j is column origin[j] of the store, the LP's pool */
  int32_t *origin;
  size_t origin_room;
  kr_master *master;
  double *flow; /* [store] of the node's point, same routes joined */
  size_t flow_room, n_flow;
  double bound, objective;
  bool is_infeasible;
  kr_cut *cuts; /* hold at every node: their rows stand behind all others */
  int32_t n_cuts;
  int32_t *newest_cut; /* [base rows] KR_NONE */
  size_t cut_room, capacity_room;
  int32_t *carried; /* [store] the last node in whose point a route carried something, or into which it came … */
  size_t n_carried, carried_room;
  int32_t n_solved;       /* … counted so */
  kr_days_row *days_rows; /* of this node: behind those of the cuts */
  int32_t n_days_rows;
  size_t days_row_room;
  double *toll; /* [rows of the base and of cargoes] those of rows of several days added */
} kr_node_lp;

/** The rows of the LP: of units, of cuts, of several days. */
static inline int32_t kr_node_cut_row(const kr_node_lp *n) { return n->p->n_rows * (2 + n->p->n_cargo); }
static inline int32_t kr_node_days_row(const kr_node_lp *n) { return kr_node_cut_row(n) + n->n_cuts; }
static inline int32_t kr_node_n_rows(const kr_node_lp *n) { return kr_node_days_row(n) + n->n_days_rows; }

kr_status kr_node_init(kr_node_lp *n, kr_integer *p, kr_error *err);
void kr_node_clear(kr_node_lp *n);

/**
 * Solves the LP under these branches to the end, or until its bound reaches `cutoff`: then it is not solved further.
 * @return KR_ERR_LIMIT at deadline or stop; KR_ERR_MEMORY, KR_ERR_SOLVER
 */
kr_status kr_node_solve(kr_node_lp *n, const kr_branch *branches, int32_t n_branches, double cutoff, kr_error *err);

/** A column of the store becomes one of the node. @return KR_ERR_MEMORY */
kr_status kr_node_take_column(kr_node_lp *n, int32_t from);

/* ---- integer_price.c ---- */

/** One pass over all shipments: raises the node's bound; routes that would improve its master enter node and store. */
kr_status kr_node_price(kr_node_lp *n, const kr_master_point *point, bool *is_new);

/* ---- integer_limits.c: what the branches mean ---- */

/** Which shipments are heavy. */
void kr_node_weigh(kr_node_lp *n);

/** Units that each cargo has at least and at most, and what each shipment costs that stays. */
void kr_node_take_branches(kr_node_lp *n);

/** Capacities by row; units that others must have are taken from the shared rows. */
void kr_node_set_capacities(kr_node_lp *n);

/** Units that the whole of a shipment takes of a row; 0 where its cargo cannot use it. */
double kr_node_load(const kr_node_lp *n, int32_t s, int32_t row);

/** Whether anything limits the ways of a shipment, whether it may take an arc on a day, and a route. */
bool kr_node_is_bound(const kr_node_lp *n, int32_t s);
bool kr_node_may_take(const kr_node_lp *n, int32_t s, int32_t arc, int32_t day);
bool kr_node_is_allowed(const kr_node_lp *n, const kr_column *col);

/* ---- integer_days.c: branches about several days ---- */

/** Makes their rows. @return KR_ERR_MEMORY */
kr_status kr_node_make_days_rows(kr_node_lp *n);

/** What the node's newest column uses of them. @return KR_ERR_MEMORY */
kr_status kr_node_add_days_uses(kr_node_lp *n);

/** The master's tolls, those of days' rows added to the rows of their cargoes. @return n->toll */
const double *kr_node_tolls(kr_node_lp *n, const double *toll);

/** Branches on the units of a cargo over a run of full days, where all cargoes need more than there are. */
bool kr_node_split_days(const kr_node_lp *n, kr_branch out[2]);

/* ---- integer_cut.c ---- */

/** Looks for cuts that the point breaks. @param n_added how many there are more. @return KR_ERR_MEMORY */
kr_status kr_node_cut(kr_node_lp *n, int32_t *n_added);

/** Which resources no route goes over twice. @return KR_ERR_MEMORY. @cost O(resources * (arcs + its arcs²)) */
kr_status kr_node_find_once(kr_node_lp *n);

/** Whether a shipment is a member of a cut. */
bool kr_cut_has(const kr_node_lp *n, const kr_cut *cut, int32_t s);

/* ---- integer_split.c ---- */

/**
 * Two branches of which every plan under the node obeys one, first the one to which the point leans; kind
 * KR_BRANCH_NONE when the point is a plan. p->used is then what the point uses.
 */
void kr_node_split(kr_node_lp *n, kr_branch out[2]);

#endif
