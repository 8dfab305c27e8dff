#include "cli/svg.h"

#include <math.h>

#include "cli/report/html.h"

static const char *const palette[] = {"#0072b2", "#e69f00", "#009e73", "#d55e00",
                                      "#cc79a7", "#56b4e9", "#8a7a00", "#000000"};

const char *kr_svg_colour(int32_t i) { return palette[(size_t)i % (sizeof palette / sizeof *palette)]; }

void kr_svg_begin(kr_sink *sink, double width, double height, const char *title) {
  fprintf(sink->file,
          "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\" "
          "font-family=\"DejaVu Sans, Helvetica, Arial, sans-serif\" role=\"img\">\n<title>",
          width, height, width, height);
  kr_html_text(sink, title);
  fputs("</title>\n", sink->file);
  kr_svg_rect(sink, &(kr_box){0, 0, width, height}, "#ffffff");
}

void kr_svg_end(kr_sink *sink) { fputs("</svg>\n", sink->file); }

void kr_svg_text(kr_sink *sink, double x, double y, const kr_svg_type *type, const char *text) {
  fprintf(sink->file, "<text x=\"%.2f\" y=\"%.2f\" text-anchor=\"%s\" font-size=\"%.1f\" fill=\"%s\"%s>", x, y,
          type->anchor, type->size, type->colour, type->is_bold ? " font-weight=\"bold\"" : "");
  kr_html_text(sink, text);
  fputs("</text>\n", sink->file);
}

void kr_svg_rect(kr_sink *sink, const kr_box *box, const char *fill) {
  fprintf(sink->file, "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"%s\"/>\n", box->x, box->y,
          box->width, box->height, fill);
}

static void put_stroke(FILE *file, const kr_svg_pen *pen) {
  fprintf(file, " stroke=\"%s\" stroke-width=\"%.2f\"", pen->colour, pen->width);
  if (pen->dashes) fprintf(file, " stroke-dasharray=\"%s\"", pen->dashes);
  fputs("/>\n", file);
}

void kr_svg_line(kr_sink *sink, double x1, double y1, double x2, double y2, const kr_svg_pen *pen) {
  fprintf(sink->file, "<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\"", x1, y1, x2, y2);
  put_stroke(sink->file, pen);
}

void kr_svg_path(kr_sink *sink, const double *xy, int32_t n, const kr_svg_pen *pen) {
  fputs("<polyline fill=\"none\" points=\"", sink->file);
  for (int32_t i = 0; i < n; ++i) fprintf(sink->file, "%s%.2f,%.2f", i ? " " : "", xy[2 * i], xy[2 * i + 1]);
  fputs("\"", sink->file);
  put_stroke(sink->file, pen);
}

void kr_svg_mark(kr_sink *sink, double x, double y, double radius, int32_t shape, const char *fill) {
  double r = radius, d = 1.3 * radius;
  if (shape % 4 == 0) {
    fprintf(sink->file, "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"%.2f\" fill=\"%s\"/>\n", x, y, r, fill);
  } else if (shape % 4 == 1) {
    kr_svg_rect(sink, &(kr_box){x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r}, fill);
  } else {
    double side = shape % 4 == 2 ? 0 : r, low = shape % 4 == 2 ? d : r; /* a diamond, or a triangle on its base */
    fprintf(sink->file, "<polygon points=\"%.2f,%.2f %.2f,%.2f %.2f,%.2f %.2f,%.2f\" fill=\"%s\"/>\n", x, y - d, x + d,
            y + side, x, y + low, x - d, y + side, fill);
  }
}

double kr_svg_text_width(const char *text, double size) {
  size_t n = 0;
  for (; *text; ++text) n += ((unsigned char)*text & 0xc0) != 0x80; /* not the bytes that continue a character */
  return 0.62 * size * (double)n;
}

kr_ticks kr_ticks_make(double low, double high, int32_t most) {
  double span = high > low ? high - low : fmax(fabs(low), 1), raw = span / most;
  double power = pow(10, floor(log10(raw))), by = raw / power;
  double step = power * (by <= 1 ? 1 : by <= 2 ? 2 : by <= 5 ? 5 : 10);
  kr_ticks t = {.low = step * floor(low / step), .step = step};
  t.n = (int32_t)fmax(1, ceil((high - t.low) / step - 1e-9)) + 1;
  t.high = t.low + step * (t.n - 1);
  return t;
}

const char *kr_ticks_text(double value, double step, char out[32]) {
  static const char *const names[] = {"", "k", "M", "G", "T"};
  int scale = 0;
  for (double most = fabs(value); most >= 1e4 && scale < 4; most /= 1e3) ++scale;
  if (scale == 0 && fabs(value) < step * 1e-6) value = 0;
  double unit = pow(10, 3 * scale);
  int digits = (int)fmin(6, fmax(0, ceil(-log10(step / unit) - 1e-9)));
  snprintf(out, 32, "%.*f%s", digits, value / unit, names[scale]);
  return out;
}
