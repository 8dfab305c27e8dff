/**
 * libkeruen: Keruen's solver for C programs, and whatever else can call C. Read an instance, or build one; solve it;
 * look at the plan; write it as a result folder; judge one. Formats, units and the words of options are those of the
 * program (keruen(1), and FORMAT.md of the project).
 *
 *   kr_instance *instance = kr_instance_open("middle-corridor");
 *   if (kr_instance_code(instance) != KR_DONE) … kr_instance_message(instance, i) …
 *   kr_task *task = kr_task_create(instance);
 *   kr_task_set_plan(task, "2026");
 *   int code = kr_task_solve(task);
 *   kr_outcome outcome = {.size = sizeof outcome};
 *   if (code == KR_DONE || code == KR_STOPPED) kr_task_outcome(task, &outcome);
 *   kr_task_free(task);
 *   kr_instance_free(instance);
 *
 * Versions: semantic. Within a major version functions are only added, and structs only grow at their end: the caller
 * writes into `size` what it knows of the struct, and no more is filled. Before 1.0 a minor version may break this, and
 * then has another soname.
 * Ownership: what *_open, *_create and *_finish return is the caller's, to be given to *_free, which takes NULL. Texts
 * belong to the handle that gave them and live as long as it does, or as the function says. Nothing else is kept.
 * Threads: an instance never changes once it is there; any number of threads may read it and solve tasks on it at the
 * same time. Of a builder or a task only one thread may make calls at a time; kr_task_stop alone may be called from
 * any thread or signal handler while kr_task_solve runs. The library has no global state, sets no signal handler,
 * prints nothing, and gives the thread's locale back as it was: numbers in its texts and files have decimal points.
 * Failure: calls that can fail return a kr_code. NULL handles, indices out of range and NULL where a text must be give
 * KR_MISUSE, 0, NAN or NULL, whatever the type can say.
 */
#ifndef KERUEN_H
#define KERUEN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define KR_API __attribute__((visibility("default")))
#else
#define KR_API
#endif

#define KR_VERSION_MAJOR 0
#define KR_VERSION_MINOR 1
#define KR_VERSION_PATCH 0

/** "0.1.0": of the library that runs, where the macros are of the header that was compiled against. */
KR_API const char *kr_version(void);

/** What a call says; the exit codes of the program, and one more. */
typedef enum kr_code {
  KR_DONE = 0,       /**< done; of a solve: the gap is proven, or whole kilograms allow no less */
  KR_REJECTED = 2,   /**< the input is not in form; the messages say where */
  KR_STOPPED = 4,    /**< a limit or kr_task_stop came first; there is a plan, and it is verified */
  KR_NO_PLAN = 5,    /**< a limit or kr_task_stop came first, and there is no plan */
  KR_IO_FAILED = 6,  /**< a file or folder cannot be read or written */
  KR_UNVERIFIED = 7, /**< the judge objects */
  KR_NO_MEMORY = 8,
  KR_MISUSE = 64 /**< a value out of range, a name that is not there, a call before its time */
} kr_code;

/* ---- instances ---- */

typedef struct kr_instance kr_instance;

/** Reads and checks an instance folder. @return never NULL but for want of memory; see kr_instance_code */
KR_API kr_instance *kr_instance_open(const char *folder);
KR_API void kr_instance_free(kr_instance *instance);

/** KR_DONE when it can be solved; else KR_REJECTED, KR_IO_FAILED or KR_NO_MEMORY. */
KR_API int kr_instance_code(const kr_instance *instance);

/** How many messages there are: errors and warnings, `file:line:column: error: what; what to do`; then their count. */
KR_API size_t kr_instance_messages(const kr_instance *instance);
KR_API const char *kr_instance_message(const kr_instance *instance, size_t i);

/** What has ids. */
typedef enum kr_entity {
  KR_NODE,
  KR_LINK,
  KR_MODE,
  KR_CARGO,
  KR_RESOURCE, /**< quotas follow the resources of resource.csv */
  KR_PLAN,     /**< 0 is the base, whose id is "" */
  KR_FORWARDER,
  KR_SHIPMENT
} kr_entity;

/** How many there are; indices run from 0. */
KR_API int32_t kr_instance_count(const kr_instance *instance, kr_entity entity);
KR_API const char *kr_instance_id(const kr_instance *instance, kr_entity entity, int32_t index);
/** @return -1 when there is none of this id */
KR_API int32_t kr_instance_find(const kr_instance *instance, kr_entity entity, const char *id);

KR_API const char *kr_instance_name(const kr_instance *instance); /**< dataset_name */
KR_API int32_t kr_instance_days(const kr_instance *instance);
/** The first day of the horizon: minutes since 1970-01-01T00:00Z. */
KR_API int64_t kr_instance_start_min(const kr_instance *instance);

/* ---- instances that are made, not read ---- */

typedef struct kr_builder kr_builder;

KR_API kr_builder *kr_builder_create(void);
KR_API void kr_builder_free(kr_builder *builder);

/**
 * Adds a row to a table; the first of a table is its head.
 * @param file  "config.csv", "node.csv" … as FORMAT.md names them
 * @param cells [n] texts, which are copied; quotes, commas and line ends in them are taken care of
 */
KR_API int kr_builder_row(kr_builder *builder, const char *file, const char *const *cells, size_t n);

/**
 * Checks what was added as kr_instance_open checks files: messages tell file, line (the head is 1) and column. The
 * builder stays, and may go on. It passes through a private folder in memory (/dev/shm), or in TMPDIR.
 */
KR_API kr_instance *kr_builder_finish(const kr_builder *builder);

/* ---- solving ---- */

typedef struct kr_task kr_task;

/** A solve of an instance whose code is KR_DONE and which outlives the task. @return NULL: it is not, or no memory */
KR_API kr_task *kr_task_create(const kr_instance *instance);
KR_API void kr_task_free(kr_task *task);

/* How: before kr_task_solve; what it is by default, and what it means, tells keruen-solve(1). @return KR_DONE or
 * KR_MISUSE, nothing changed then */
KR_API int kr_task_set_plan(kr_task *task, const char *plan_id); /**< "" or "base": the base */
KR_API int kr_task_set_static(kr_task *task, int is_static);
KR_API int kr_task_set_integer(kr_task *task, int is_integer);
KR_API int kr_task_set_fairness(kr_task *task, const char *kind); /**< "none", "proportional", "maxmin" */
KR_API int kr_task_set_gap(kr_task *task, double gap);
KR_API int kr_task_set_time_limit_s(kr_task *task, double seconds);
KR_API int kr_task_set_iteration_limit(kr_task *task, int64_t iterations); /**< of integer solves; 0 = none */
KR_API int kr_task_set_seed(kr_task *task, uint64_t seed);                 /**< of integer solves */
KR_API int kr_task_set_threads(kr_task *task, int32_t threads);            /**< 0 = all cores */

/** Solves, and judges the plan. Once; another solve needs another task. @return a kr_code */
KR_API int kr_task_solve(kr_task *task);

/** Lets a running kr_task_solve end soon; one that has not begun ends at once. */
KR_API void kr_task_stop(kr_task *task);

/** Why the last call that failed did; "" when none has. Until the next call. */
KR_API const char *kr_task_error(const kr_task *task);

/* ---- looking at the plan: after KR_DONE or KR_STOPPED ---- */

typedef struct kr_outcome {
  size_t size;                  /**< in: sizeof(kr_outcome) */
  int32_t is_optimal;           /**< bound and objective agree, and so does the judge */
  double objective, bound, gap; /**< weighted tonne-hours; gap relative to the objective */
  int64_t served_kg, unserved_kg;
  double transit_tonne_h;
  int32_t n_served, n_partial, n_unserved; /**< shipments */
} kr_outcome;

KR_API int kr_task_outcome(const kr_task *task, kr_outcome *out);

typedef struct kr_shipment_outcome {
  size_t size; /**< in */
  int64_t served_kg, unserved_kg;
  double transit_h, late_h; /**< means over the tonnes served; NAN where none is */
  double cost_usd, co2_kg;
} kr_shipment_outcome;

KR_API int kr_task_shipment(const kr_task *task, int32_t shipment, kr_shipment_outcome *out);

/** Why freight of a shipment is late or stays, as shipment_result.csv says it; "" where neither. Until the next call.
 */
KR_API const char *kr_task_reason(kr_task *task, int32_t shipment);

/** A lot: kilograms of one shipment that take one route. */
typedef struct kr_lot_outcome {
  size_t size; /**< in */
  int32_t shipment;
  int32_t number; /**< 1, 2 … within the shipment */
  int64_t quantity_kg;
  int32_t n_legs;
} kr_lot_outcome;

KR_API size_t kr_task_lots(const kr_task *task); /**< sorted by shipment, then number */
KR_API int kr_task_lot(const kr_task *task, size_t lot, kr_lot_outcome *out);

typedef enum kr_leg_what { KR_LOADS, KR_TRAVELS, KR_TRANSFERS, KR_UNLOADS } kr_leg_what;

#define KR_TIMELESS INT64_MIN /* instants in static solves */

typedef struct kr_leg_outcome {
  size_t size;                    /**< in */
  int32_t what;                   /**< kr_leg_what */
  int32_t link;                   /**< where it travels, else -1 */
  int32_t from_node, to_node;     /**< in the direction travelled; the same one for the others */
  int32_t from_mode, to_mode;     /**< -1: before loading, after unloading */
  int64_t depart_min, arrive_min; /**< minutes since 1970-01-01T00:00Z, or KR_TIMELESS */
} kr_leg_outcome;

KR_API int kr_task_leg(const kr_task *task, size_t lot, int32_t leg, kr_leg_outcome *out);

/* Of a resource on a day of the horizon (static solves: day 0 is all of it). NAN out of range. */
KR_API double kr_task_capacity(const kr_task *task, int32_t resource, int32_t day); /**< units; INFINITY: no quota */
KR_API double kr_task_used(const kr_task *task, int32_t resource, int32_t day);     /**< units */
/** Weighted tonne-hours that one more unit saves at the margin; NAN in integer solves. */
KR_API double kr_task_shadow_price(const kr_task *task, int32_t resource, int32_t day);

/* ---- result folders ---- */

/** Writes the result folder of keruen-solve(1): it appears whole, after it was judged, or not at all. */
KR_API int kr_task_write(kr_task *task, const char *folder);

/**
 * Judges a result folder by its files alone, as keruen-verify(1).
 * @param text receives the first objection, cut off at `room` bytes; may be NULL
 * @return KR_DONE = clean, KR_UNVERIFIED, KR_IO_FAILED, KR_NO_MEMORY, KR_MISUSE
 */
KR_API int kr_instance_judge(const kr_instance *instance, const char *folder, char *text, size_t room);

#ifdef __cplusplus
}
#endif

#endif
