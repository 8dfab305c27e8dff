#ifndef KR_SOLVER_INTEGER_INTERNAL_H
#define KR_SOLVER_INTEGER_INTERNAL_H

#include "solver/integer.h"
#include "solver/lp_internal.h"
#include "solver/seek.h"

/* The parts of the integer search; private to integer*.c. */

#define KR_UNDECIDED (-1) /* of y, and of the way of a shipment */
#define KR_REJECTED (-2)  /* a shipment that stays */
#define KR_TRIALS 4       /* kinds of them */
#define KR_NEARLY 1e-6    /* units, or a share of a shipment: rounding */

/** What is decided. */
typedef struct kr_decisions {
  int32_t *units; /* [base rows * cargo] y, KR_UNDECIDED */
  int32_t *way;   /* [shipments] column of an unsplittable one, KR_UNDECIDED, KR_REJECTED */
} kr_decisions;

/** How a kind of trial did of late: means, the latest counting most. */
typedef struct kr_luck {
  double gain;   /* what it closed of the gap */
  double effort; /* seconds, or 1 where the clock may not count */
  int64_t n;
} kr_luck;

typedef struct kr_board kr_board;
typedef struct kr_branching kr_branching;

struct kr_integer {
  kr_lp *lp;
  kr_timeline *line;                    /* its `apart` is set while a node is solved */
  int32_t n_rows, n_cargo, n_shipments; /* base rows */
  bool *is_whole;                       /* [rows] of a whole-unit resource */
  int32_t *there;                       /* [rows] whole units there are */
  double *capacity;                     /* [rows] for the LP, nothing decided */
  double *promised;                     /* [rows * cargo] units that commitments use */
  double *open_t;                       /* [shipments] */
  kr_decisions now, best;
  kr_decisions base;  /* streams: the plan at the last exchange … */
  kr_decisions graft; /* … and what a trial made better in it since, KR_UNDECIDED = nothing */
  double base_objective;
  bool has_graft, is_overfull; /* what is decided now cannot be */
  double *held;                /* [rows * cargo] units that promised lots and decided shipments use */
  double *used;                /* [rows * cargo] units that the flow uses, those held included */
  double fixed_cost;
  double *root_toll; /* [rows] */
  kr_seeker seeker;
  double *best_flow;
  size_t best_room, n_best;
  double best_objective, bound;
  double deadline_s;
  int64_t n_dives, n_nodes;
  double began_s;
  kr_board *board; /* not NULL while other streams search, too; borrowed */
  kr_incumbent *incumbents;
  size_t n_incumbents, incumbent_room;
  kr_stream did;      /* as a stream */
  kr_stream *streams; /* of the home: what each did */
  int32_t n_streams;
  bool is_stopped;
  bool is_closed; /* no node is left that could be better */
  uint64_t seed;
  double reach;         /* static: shipments thought over at once */
  double mip_reach;     /* … in a mixed-integer program */
  double mip_nodes;     /* of its tree */
  kr_branching *tree;   /* NULL where there is none; of the home stream */
  double gap;           /* asked for */
  double nodes_at_once; /* of the tree */
  bool is_clocked;      /* trials are chosen by the seconds they take */
  double heat;          /* ruins: of what is open, a part for each shipment: what a round may cost at first */
  double shake;         /* how much remainders are shaken */
  kr_luck luck[KR_TRIALS];
  int64_t n_trials;
};

static inline int32_t *kr_units_at(const kr_integer *p, const kr_decisions *d, int32_t row, int32_t cargo) {
  return &d->units[(int64_t)row * p->n_cargo + cargo];
}

/** [0, 1) */
static inline double kr_integer_random(kr_integer *p) {
  p->seed = p->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (double)(p->seed >> 40) / (double)(1 << 24);
}

static inline int32_t kr_day_of_row(const kr_integer *p, int32_t row) { return row % p->line->n_days; }

/* ---- integer_units.c ---- */

#define KR_MOST_UNITS 1000000000 /* of a resource, by all freight: rows without a limit have as many, KR_LP_AMPLE */

/**
 * Takes count of the whole units there are, and of those that promised lots hold. open_t is set.
 * @return KR_ERR_INPUT for freight of more units than can be counted; KR_ERR_MEMORY
 */
kr_status kr_integer_count_units(kr_integer *p, const kr_allocation *taken, kr_error *err);

/* ---- integer_decide.c ---- */

/** Capacities and tonnes of the LP as decided now. */
void kr_integer_apply(kr_integer *p);

/** Adds up what the LP's flow and the decided shipments use. */
void kr_integer_measure(kr_integer *p);

/** Adds the units of base rows that tonnes on a column use. @param units [rows * cargo] */
void kr_integer_count(const kr_integer *p, int32_t column, double t, double *units);

/**
 * Decides what stands in the way of a plan, at least in part. @param n how much was decided: 0 = the flow is a plan
 * @return KR_ERR_MEMORY
 */
kr_status kr_integer_decide(kr_integer *p, int32_t *n);

/** Tonnes on a column, added to what rows have. @param capacity [rows of the LP] units */
void kr_integer_add_uses(const kr_integer *p, int32_t column, double t, double *capacity);

/** Whole units of a row that a load and the promises take, all cargoes. @param load [rows * cargo] units */
int64_t kr_integer_units_taken(const kr_integer *p, const double *load, int32_t row);

/** What a row still has for one cargo beside a load: units, whole ones where it must be. */
double kr_integer_room(const kr_integer *p, const double *load, int32_t row, int32_t cargo);

/** Whether all that is open of a shipment fits over a route beside a load. @param pool that has the column */
bool kr_integer_fits(const kr_integer *p, const double *load, const kr_columns *pool, const kr_column *column);

/** Whole units that so much use takes; KR_MOST_UNITS + 1 for more than can be counted. */
int32_t kr_units_needed(double used);

/* ---- integer_ways.c ---- */

/** Gives ways to the least split of the shipments that the flow splits and that may not be. @param n added to */
kr_status kr_integer_decide_ways(kr_integer *p, int32_t *n);

/* ---- integer_dive.c ---- */

/** A better plan: its objective. @return KR_ERR_MEMORY */
kr_status kr_integer_note_best(kr_integer *p, double objective);

/**
 * From what is decided to a plan. Given up where even the LP of what is decided costs more than the best plan.
 * @param is_plan whether one was reached that is better: it is the best one now
 */
kr_status kr_integer_dive(kr_integer *p, bool *is_plan, kr_error *err);

/* ---- integer_near.c ---- */

/** Takes back some of what is decided: in some days; static, about `reach` ways over some dear resources. */
void kr_integer_take_back(kr_integer *p, double reach);

/** A row that had a toll at the root, by lot; KR_NONE where none had. */
int32_t kr_integer_draw_tolled_row(kr_integer *p);

/** Moves some of the units that seem to be worth most elsewhere. @return how many */
int32_t kr_integer_move_units(kr_integer *p);

/* ---- integer_submip.c ---- */

/**
 * Thinks about some (p->mip_reach) of the unsplittable shipments whose way is taken back, on the routes the pool has,
 * as a small mixed-integer program. @param is_found whether it knows ways that cost less than the best plan's: they are
 * decided, for a dive to prove. @return KR_ERR_MEMORY, KR_ERR_SOLVER
 */
kr_status kr_integer_submip(kr_integer *p, bool *is_found, kr_error *err);

/* ---- integer_ruin.c ---- */

/**
 * Static: takes some unsplittable shipments out of the best plan and puts them back one after the other where there is
 * room, many times, at first also where that costs a little more. @param is_found whether that ends in ways that cost
 * less: they are decided, for a dive to prove. @return KR_ERR_MEMORY
 * @source Schrimpf, Schneider, Stamm-Wilbrandt, Dueck (2000): ruin and recreate
 */
kr_status kr_integer_ruin(kr_integer *p, bool *is_found, kr_error *err);

/* ---- integer_streams.c ---- */

/**
 * Searches on all threads until it is over. Each stream has an LP of its own and tries its own neighbours of the best
 * plan of all, which goes from stream to stream by way of a board: as lots on routes, since pools differ. What a stream
 * made better in a plan that is not the best any more it tries to make better in the best one, too.
 * @return KR_ERR_MEMORY, KR_ERR_SOLVER
 */
kr_status kr_integer_search_streams(kr_integer *p, double gap, int32_t n_streams, kr_error *err);

/* ---- integer_trial.c ---- */

/** One more trial to better the best plan, of the kinds there are: a dive, a program, a ruin; or a graft that waits. */
kr_status kr_integer_improve(kr_integer *p, kr_error *err);

/* ---- integer_problem.c ---- */

/** A stream: the same problem with an LP of its own; the best plan it gets from the board. @param settings borrowed */
kr_status kr_integer_create_stream(kr_integer **out, const kr_integer *p, const kr_settings *settings, uint64_t seed,
                                   kr_error *err);
void kr_integer_free_stream(kr_integer *p);

/** Nothing decided yet. @return false without memory; kr_integer_free_decisions() either way */
bool kr_integer_make_decisions(const kr_integer *p, kr_decisions *d);
void kr_integer_free_decisions(kr_decisions *d);
void kr_integer_copy(const kr_integer *p, kr_decisions *to, const kr_decisions *from);

/* ---- integer.c ---- */

/** Whether there is nothing left to do: gap, time, signal, iterations, or a tree that is closed. */
bool kr_integer_is_over(kr_integer *p, double gap);

/** Adds the best plan of a stream to the home's incumbents, and says so. @return KR_ERR_MEMORY */
kr_status kr_integer_tell(kr_integer *home, const kr_integer *p);

#endif
