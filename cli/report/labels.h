#ifndef KR_CLI_REPORT_LABELS_H
#define KR_CLI_REPORT_LABELS_H

#include "cli/report/layout.h"
#include "cli/report/tracks.h"

/**
 * Names beside nodes that do not collide, at every zoom: letters keep their size on the screen while places move apart.
 * A name has one side of its node for good and appears from some zoom on, so that nothing jumps; the weightiest nodes
 * choose first.
 */
#define KR_LABEL_SIZE 12.0 /* pixels, of letters */
#define KR_LABEL_ZOOMS 15

/** Zooms at which names may appear: pixels on the screen for one unit of the layout. */
extern const double kr_label_zooms[KR_LABEL_ZOOMS];
#define KR_LABEL_PLAIN 3 /* kr_label_zooms[KR_LABEL_PLAIN] is 1: the map without its script */

#define KR_LABEL_ROOM 64

typedef struct kr_label {
  int32_t zoom;  /**< index into kr_label_zooms from which it is shown; KR_NONE = never */
  double dx, dy; /**< of its anchor on the base line, from its node, pixels */
  int8_t anchor; /**< -1 the text ends there, 0 its middle, 1 it starts there */
  double width;  /**< of the text, about, pixels */
  char text[KR_LABEL_ROOM];
} kr_label;

/** The name as a label: without what stands in brackets or behind a dash, a comma; cut off where it is long. @return
 * out
 */
const char *kr_label_text(const char *name, char out[KR_LABEL_ROOM]);

/** The box of a label at a zoom (an index), pixels: x, y its upper left corner. */
typedef struct kr_label_box {
  double x, y, width, height;
} kr_label_box;
kr_label_box kr_label_box_at(const kr_label *label, kr_point node, int32_t zoom);

/**
 * Chooses sides and zooms. @param out [nodes] receives the labels
 * @return KR_ERR_MEMORY. @cost O(nodes * labels * zooms), labels being at most some hundred
 */
kr_status kr_labels_place(const kr_layout *layout, const kr_flow *flow, const kr_tracks *tracks, kr_label *out);

#endif
