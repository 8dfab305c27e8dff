#ifndef KR_CLI_REPORT_PARTS_H
#define KR_CLI_REPORT_PARTS_H

#include "cli/report/facts.h"
#include "cli/report/page.h"

/* The parts of a result's page, one function and one file each, in the order in which they stand. */

/** `<header>`: what was planned and when; the list of contents. Then `<main>` begins, with the answer in a line. */
void kr_part_head(kr_page *page, const kr_facts *f);
void kr_part_lead(kr_page *page, const kr_facts *f);

/** How full each resource is on each day. @return KR_ERR_MEMORY, likewise below */
kr_status kr_part_heat(kr_page *page, const kr_facts *f, kr_error *err);

/** Shadow prices over time, of the tightest resources. */
kr_status kr_part_prices(kr_page *page, const kr_facts *f, kr_error *err);

/** Tonnes from origin over crossing and port to destination. */
kr_status kr_part_flows(kr_page *page, const kr_facts *f, kr_error *err);

/** Tonnes by days on the way, in the plan and alone on the network. */
void kr_part_transit(kr_page *page, const kr_facts *f);

/** The table of shipments and their itineraries. @param csv the address of the file that has them all; NULL = none */
kr_status kr_part_shipments(kr_page *page, const kr_facts *f, const char *csv, kr_error *err);

/** Plan and bound as the solve went on. */
void kr_part_solve(kr_page *page, const kr_facts *f);

/** The days that were planned and the steps of time, or that there are none. */
void kr_part_period(kr_page *page, const kr_corridor *c, bool is_static);

/** The name of a plan: its id, or what the base is called. */
const char *kr_part_plan(const kr_page *page, const kr_corridor *c, int32_t plan);

/** The date of a day of the horizon. @return out */
const char *kr_part_date(const kr_corridor *c, int32_t day, char out[11]);

#endif
