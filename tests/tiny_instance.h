#ifndef KR_TESTS_TINY_INSTANCE_H
#define KR_TESTS_TINY_INSTANCE_H

#include "tests/scratch.h"

/** The smallest instance with every required file: two nodes, one link of 24 h with a limit, one shipment. */
static inline scratch tiny_instance(void) {
  scratch s = scratch_make();
  scratch_write(&s, "config.csv", "dataset_name,format_version,start,days\nTiny,1,2025-01-06,5\n");
  scratch_write(&s, "node.csv",
                "node_id,name,x_coord,y_coord,node_type,country\nA,Altynkol,80.3,44.2,dry_port,KZ\n"
                "B,Almaty,76.9,43.2,junction,KZ\n");
  scratch_write(&s, "link.csv",
                "link_id,from_node_id,to_node_id,directed,mode,length,transit_hours,resources\n"
                "L,A,B,0,rail,360,24,track\n");
  scratch_write(&s, "transfer.csv", "node_id,from_mode,to_mode,hours,resources\n");
  scratch_write(&s, "cargo.csv", "cargo_id,name,t_per_train\nbox,Containers,1200\n");
  scratch_write(&s, "resource.csv", "resource_id,name,unit\ntrack,Trains,train\n");
  scratch_write(&s, "capacity.csv", "plan_id,resource_id,from_date,to_date,weekdays,per_day\n,track,,,,2\n");
  scratch_write(&s, "shipment.csv",
                "shipment_id,forwarder_id,origin_node_id,destination_node_id,cargo_id,quantity_t,ready\n"
                "S1,KTZ,A,B,box,12.5,2025-01-06\n");
  return s;
}

#endif
