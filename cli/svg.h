#ifndef KR_CLI_SVG_H
#define KR_CLI_SVG_H

#include "instances/sink.h"

/**
 * Pictures as SVG: a handful of shapes, put into an open sink one after the other. Lengths are in pixels, the origin is
 * top left; two decimals are written, so that equal pictures are equal bytes. Text is escaped: whatever an id is made
 * of, it stays a text. Colours are `#rrggbb` or "none".
 */
typedef struct kr_box {
  double x, y, width, height;
} kr_box;

/** How a text stands: against which side of its point, how large, in what colour. */
typedef struct kr_svg_type {
  const char *anchor; /**< "start", "middle", "end" */
  double size;
  const char *colour;
  bool is_bold;
} kr_svg_type;

typedef struct kr_svg_pen {
  const char *colour;
  double width;
  const char *dashes; /**< as in "4 3"; NULL = none */
} kr_svg_pen;

/** Eight colours that differ for colour-blind eyes, too; told by text or shape as well. @source Okabe, Ito (2008) */
const char *kr_svg_colour(int32_t i);

/** A picture on white, with a title for those who cannot see it. */
void kr_svg_begin(kr_sink *sink, double width, double height, const char *title);
void kr_svg_end(kr_sink *sink);

void kr_svg_text(kr_sink *sink, double x, double y, const kr_svg_type *type, const char *text);
void kr_svg_rect(kr_sink *sink, const kr_box *box, const char *fill);
void kr_svg_line(kr_sink *sink, double x1, double y1, double x2, double y2, const kr_svg_pen *pen);

/** A broken line through points, x and y in turns. @param xy [2 * n] */
void kr_svg_path(kr_sink *sink, const double *xy, int32_t n, const kr_svg_pen *pen);

/** A mark of one of some shapes, about as large as `radius`: circle, square, diamond, triangle in turns. */
void kr_svg_mark(kr_sink *sink, double x, double y, double radius, int32_t shape, const char *fill);

/** About how wide a text is, in the pictures' type. */
double kr_svg_text_width(const char *text, double size);

/** Round numbers along an axis: 1, 2 or 5 times a power of ten apart. */
typedef struct kr_ticks {
  double low, high, step; /**< low <= what is shown <= high, multiples of step */
  int32_t n;              /**< ticks: low, low + step … high */
} kr_ticks;

/** About `most` ticks that enclose low … high, which may be equal. */
kr_ticks kr_ticks_make(double low, double high, int32_t most);

/** A number as people read it: thousands apart, or k, M, G behind; no more digits than the step needs. @return out */
const char *kr_ticks_text(double value, double step, char out[32]);

#endif
