#ifndef KR_CLI_REPORT_CHART_H
#define KR_CLI_REPORT_CHART_H

#include "cli/report/page.h"

/* Shapes of a picture in the page. Colours come from the page's style by class, so that they follow light, dark and
 * print; one decimal is written. */

/** Wide pictures are drawn a second time for narrow screens; the page's style shows the one that fits. */
typedef enum kr_screen { KR_WIDE, KR_NARROW, KR_ANY_SCREEN } kr_screen;
#define KR_N_SCREENS 2 /**< of which a picture is drawn twice */

#define KR_NARROW_WIDTH 360.0 /**< of pictures for narrow screens */

/** `<svg>` of this size in user units, with a name for those who cannot see it. */
void kr_chart_open(kr_page *page, kr_screen screen, double width, double height, const char *name);
void kr_chart_close(kr_page *page);

void kr_chart_text(kr_page *page, double x, double y, const char *classes, const char *text);

/** A name of class `name`, cut off where it would be wider than `room`. @param classes further ones */
void kr_chart_name(kr_page *page, double x, double y, const char *classes, const char *name, double room);
void kr_chart_line(kr_page *page, double x1, double y1, double x2, double y2, const char *classes);
void kr_chart_rect(kr_page *page, double x, double y, double width, double height, const char *classes);

/** An axis of values from `bottom` (0) up to `top`, with lines across from `left` to `right` and figures at the left.
 */
typedef struct kr_chart_scale {
  double left, right, top, bottom;
  double low, high, step; /**< of the values */
} kr_chart_scale;

/** A scale that encloses low … high with about `most` lines. */
kr_chart_scale kr_chart_scale_make(double low, double high, int32_t most);
double kr_chart_y(const kr_chart_scale *s, double value);
void kr_chart_grid(kr_page *page, const kr_chart_scale *s);

#endif
