/* commitment.csv as an instance has it: each way in which a promise can fail to be a route, and what is promised too
 * often. A --L, rail, track--> B --M, road--> C, N, road: A to B; all links both ways. */
#include <criterion/criterion.h>

#include "instances/instance.h"
#include "tests/tiny_instance.h"

static scratch folder;
static kr_messages *messages;
static kr_corridor *c;
static kr_error err;

static void make(void) {
  folder = tiny_instance();
  scratch_write(&folder, "node.csv",
                "node_id,name,x_coord,y_coord,node_type,country\nA,Altynkol,80.3,44.2,dry_port,KZ\n"
                "B,Almaty,76.9,43.2,junction,KZ\nC,Shu,73.7,43.6,junction,KZ\n");
  scratch_write(&folder, "link.csv",
                "link_id,from_node_id,to_node_id,directed,mode,length,transit_hours,resources\n"
                "L,A,B,0,rail,360,24,track\nM,B,C,0,road,300,24,\nN,A,B,0,road,360,24,\nP,A,C,0,sea,360,24,\n");
  scratch_write(&folder, "transfer.csv",
                "node_id,from_mode,to_mode,hours,resources\nA,,rail,0,\nB,,rail,0,\nB,rail,road,0,\nB,rail,,0,\n"
                "C,road,,0,\nB,sea,road,0,\nB,road,rail,0,\n");
  scratch_write(&folder, "shipment.csv",
                "shipment_id,forwarder_id,origin_node_id,destination_node_id,cargo_id,quantity_t,ready\n"
                "S1,KTZ,A,C,box,5000,2025-01-06\nS2,KTZ,B,C,box,12.5,2025-01-06\n");
  cr_assert_eq(kr_messages_create(&messages), KR_OK);
}

static void drop(void) {
  kr_corridor_free(c);
  kr_messages_free(messages);
  scratch_remove(&folder);
}

TestSuite(promised_rows, .init = make, .fini = drop);

#define HEADER \
  "shipment_id,lot,quantity_t,leg,kind,link_id,node_id,from_mode,to_mode,from_node_id,to_node_id,depart,arrive\n"
#define AT(day) ",2025-01-0" #day ",2025-01-0" #day "\n"
#define RIDE(day, next) ",2025-01-0" #day ",2025-01-0" #next "\n"

static kr_status read_rows(const char *rows) {
  char text[4000];
  snprintf(text, sizeof text, HEADER "%s", rows);
  scratch_write(&folder, "commitment.csv", text);
  return kr_instance_read(&c, folder.path, messages, &err);
}

static void is_told(const char *rows, int64_t line, const char *what) {
  char expected[400];
  snprintf(expected, sizeof expected, "commitment.csv:%lld:1: error: %s; correct or remove it", (long long)line, what);
  cr_expect_eq(read_rows(rows), KR_ERR_INPUT);
  cr_assert_eq(kr_messages_errors(messages), 1, "%s", kr_messages_text(messages, 1));
  cr_expect_str_eq(kr_messages_text(messages, 0), expected);
}

Test(promised_rows, a_whole_route_is_read) {
  cr_expect_eq(
      read_rows("S1,1,5,1,load,,A,,rail,," AT(6) "S1,1,5,2,link,L,,rail,rail,A,B" RIDE(
          6, 7) "S1,1,5,3,transfer,,B,rail,road,," AT(7) "S1,1,5,4,link,M,,road,road,B,C" RIDE(7, 8) "S1,1,5,5,unload,,"
                                                                                                     "C,road,,," AT(8)),
      KR_OK, "%s", kr_messages_text(messages, 0));
  cr_expect_eq(c->commitments.n_legs, 5u);
}

Test(promised_rows, a_link_of_another_mode_needs_a_transfer) {
  is_told("S1,1,5,1,load,,A,,rail,," AT(6) "S1,1,5,2,link,N,,road,road,A,B" RIDE(6, 7), 3,
          "lot 1 of shipment \"S1\" changes the mode without a transfer leg");
}

Test(promised_rows, a_transfer_is_where_the_freight_is) {
  is_told("S1,1,5,1,load,,B,,rail,," AT(6), 2, "lot 1 of shipment \"S1\" is not where the freight is");
}

Test(promised_rows, loading_comes_first) {
  is_told("S1,1,5,1,load,,A,,rail,," AT(6) "S1,1,5,2,link,L,,rail,rail,A,B" RIDE(6, 7) "S1,1,5,3,load,,B,,rail,," AT(7),
          4, "lot 1 of shipment \"S1\" loads in the middle of the route");
}

Test(promised_rows, unloading_comes_last) {
  is_told("S1,1,5,1,load,,A,,rail,," AT(6) "S1,1,5,2,link,L,,rail,rail,A,B" RIDE(
              6, 7) "S1,1,5,3,unload,,B,rail,,," AT(7) "S1,1,5,4,link,M,,road,road,B,C" RIDE(7, 8),
          4, "lot 1 of shipment \"S1\" unloads in the middle of the route");
}

Test(promised_rows, a_route_may_begin_with_a_transfer_from_a_mode_whose_links_are_there) {
  cr_expect_eq(read_rows("S2,1,5,1,transfer,,B,rail,road,," AT(6) "S2,1,5,2,link,M,,road,road,B,C" RIDE(6, 7)), KR_OK,
               "%s", kr_messages_text(messages, 0));
}

Test(promised_rows, a_route_does_not_begin_with_a_transfer_from_a_mode_that_no_link_has_there) {
  is_told("S2,1,5,1,transfer,,B,sea,road,," AT(6) "S2,1,5,2,link,M,,road,road,B,C" RIDE(6, 7), 2,
          "lot 1 of shipment \"S2\" starts from a mode that the freight is not on");
}

Test(promised_rows, a_transfer_starts_from_the_mode_of_the_freight) {
  is_told("S1,1,5,1,load,,A,,rail,," AT(6) "S1,1,5,2,link,L,,rail,rail,A,B" RIDE(
              6, 7) "S1,1,5,3,transfer,,B,road,rail,," AT(7),
          4, "lot 1 of shipment \"S1\" starts from a mode that the freight is not on");
}

Test(promised_rows, what_goes_beyond_the_shipment_is_told_once) {
  is_told("S2,1,10,1,link,M,,road,road,B,C" RIDE(6, 7) "S2,2,10,1,link,M,,road,road,B,C" RIDE(
              6, 7) "S2,3,10,1,link,M,,road,road,B,C" RIDE(6, 7),
          3, "lot 2 of shipment \"S2\" commits more than the shipment's quantity_t");
}

Test(promised_rows, what_goes_beyond_a_capacity_is_told_once) {
  scratch_write(&folder, "shipment.csv",
                "shipment_id,forwarder_id,origin_node_id,destination_node_id,cargo_id,quantity_t,ready\n"
                "S1,KTZ,A,B,box,5000,2025-01-06\n");
  cr_expect_eq(read_rows("S1,1,1500,1,link,L,,rail,rail,A,B" RIDE(6, 7) "S1,2,1500,1,link,L,,rail,rail,A,B" RIDE(
                   6, 7) "S1,3,1500,1,link,L,,rail,rail,A,B" RIDE(6, 7)),
               KR_ERR_INPUT);
  cr_assert_eq(kr_messages_errors(messages), 1);
  cr_expect_str_eq(
      kr_messages_text(messages, 0),
      "commitment.csv:3:1: error: more is committed than resource \"track\" has on 2025-01-06 under the base, 2; "
      "remove a lot or raise per_day");
}
