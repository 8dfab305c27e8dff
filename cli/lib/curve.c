#include "cli/lib/curve.h"

#include <stdlib.h>

#include "graph/memory.h"

void kr_curve_add(kr_curve *curve, const kr_progress *progress) {
  const kr_incumbent *last = curve->n > 0 ? &curve->points[curve->n - 1] : NULL;
  if (last && last->objective == progress->objective && last->bound == progress->bound) return;
  if (!kr_grow(&curve->points, &curve->room, curve->n + 1, sizeof *curve->points)) return;
  curve->points[curve->n++] = (kr_incumbent){progress->elapsed_s, progress->objective, progress->bound};
}

void kr_curve_clear(kr_curve *curve) {
  free(curve->points);
  *curve = (kr_curve){0};
}
