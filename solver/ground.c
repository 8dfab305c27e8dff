#include "solver/ground.h"

kr_status kr_ground_lay(kr_ground *g, const kr_corridor *c, const kr_settings *settings, kr_error *err) {
  kr_status status = KR_OK;
  KR_TRY(kr_timetable_create(&g->left, c, settings->plan, settings->view, err));
  KR_TRY(kr_promised_take(&g->promised, c, settings, g->left, err));
  KR_TRY(kr_network_create(&g->network, c, err));
  KR_TRY(kr_timeline_create(&g->line, c, g->left, g->network, err));
  g->line->by_cargo = settings->integer;
done:
  return status;
}

void kr_ground_clear(kr_ground *g) {
  kr_timeline_free(g->line);
  kr_network_free(g->network);
  kr_timetable_free(g->left);
  kr_promised_clear(&g->promised);
  *g = (kr_ground){0};
}
