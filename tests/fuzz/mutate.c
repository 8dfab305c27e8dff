/* Changes a text of CSV files as people and programs do: a cell of another row, a number near or far, another day, a
 * row doubled, lost or moved; now and then any bytes. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "tests/fuzz/target.h"

#define CELL_MAX 64
#define LINES_MAX 400

size_t LLVMFuzzerMutate(uint8_t *data, size_t n, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t n, size_t most, unsigned int seed);

static uint64_t state;

static uint64_t roll(uint64_t sides) { /* splitmix64 */
  uint64_t z = (state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return (z ^ (z >> 31)) % sides;
}

typedef struct piece {
  size_t from, n;
} piece;

/** The lines of the text, line breaks not included. */
static size_t split_lines(const char *text, size_t n, piece lines[LINES_MAX]) {
  size_t count = 0;
  for (size_t i = 0; i < n && count < LINES_MAX; i += lines[count++].n + 1) {
    const char *newline = memchr(text + i, '\n', n - i);
    lines[count] = (piece){i, newline ? (size_t)(newline - text) - i : n - i};
  }
  return count;
}

/** The k-th cell of a line by its commas alone; what is behind the last comma where there are fewer. */
static piece cell_of(const char *text, piece line, size_t k) {
  piece cell = {line.from, 0};
  size_t end = line.from + line.n;
  for (;; k--) {
    const char *comma = memchr(text + cell.from, ',', end - cell.from);
    cell.n = comma ? (size_t)(comma - text) - cell.from : end - cell.from;
    if (!comma || k == 0) return cell;
    cell.from += cell.n + 1;
  }
}

/** Puts `with` in the place of a piece. @return the new length; n when there is no room */
static size_t replace(char *text, size_t n, size_t most, piece old, const char *with, size_t with_n) {
  if (n - old.n + with_n > most) return n;
  memmove(text + old.from + with_n, text + old.from + old.n, n - old.from - old.n);
  memcpy(text + old.from, with, with_n);
  return n - old.n + with_n;
}

static bool is_number(const char *cell) { return cell[0] && strspn(cell, "0123456789.-") == strlen(cell); }

static void another_number(const char *cell, char out[CELL_MAX]) {
  static const char *const ready[] = {"0", "1", "0.000001", "0.001", "1000000", "999999999999", "2", "24", "-1", ""};
  double value = atof(cell); /* a guess is all it has to be */
  switch (roll(6)) {
    case 0: snprintf(out, CELL_MAX, "%.0f", value + 1); break;
    case 1: snprintf(out, CELL_MAX, "%.0f", value * 2); break;
    case 2: snprintf(out, CELL_MAX, "%.3f", value / 3); break;
    case 3: snprintf(out, CELL_MAX, "%.1f", (double)roll(1000) / 10); break;
    case 4: snprintf(out, CELL_MAX, "%d", (int)roll(50)); break;
    default: snprintf(out, CELL_MAX, "%s", ready[roll(sizeof ready / sizeof *ready)]); break;
  }
}

/** `YYYY-MM-DD…` on another day, or cut, or at another hour. */
static void another_day(const char *cell, char out[CELL_MAX]) {
  snprintf(out, CELL_MAX, "%s", cell);
  switch (roll(4)) {
    case 0: out[9] = (char)('0' + roll(10)); break;
    case 1: out[10] = '\0'; break;
    case 2: snprintf(out + 10, CELL_MAX - 10, "T%02d:%02dZ", (int)roll(24), (int)roll(60)); break;
    default: snprintf(out, CELL_MAX, "20%02d-%02d-%02d", (int)roll(100), (int)roll(13), (int)roll(32)); break;
  }
}

static bool is_day(const char *cell) { return strlen(cell) >= 10 && cell[4] == '-' && cell[7] == '-'; }

/** A cell of a random line becomes another. */
static size_t change_cell(char *text, size_t n, size_t most, const piece *lines, size_t count) {
  char was[CELL_MAX] = "", is[CELL_MAX] = "";
  size_t line = roll(count), k = roll(14);
  piece old = cell_of(text, lines[line], k), other = cell_of(text, lines[(line + count - 2 + roll(5)) % count], k);
  if (old.n >= CELL_MAX || other.n >= CELL_MAX) return n;
  memcpy(was, text + old.from, old.n);
  if (roll(3) == 0)
    memcpy(is, text + other.from, other.n);
  else if (is_day(was))
    another_day(was, is);
  else if (is_number(was) || roll(4) == 0)
    another_number(was, is);
  else
    memcpy(is, text + other.from, other.n);
  return replace(text, n, most, old, is, strlen(is));
}

/** A line is doubled, lost, or put elsewhere. */
static size_t change_line(char *text, size_t n, size_t most, const piece *lines, size_t count) {
  static char line[4096];
  piece from = lines[roll(count)], to = lines[roll(count)];
  if (from.n + 1 >= sizeof line) return n;
  memcpy(line, text + from.from, from.n);
  line[from.n] = '\n';
  if (roll(3) == 0)
    return replace(text, n, most, (piece){from.from, from.from + from.n < n ? from.n + 1 : from.n}, "", 0);
  if (roll(2) == 0) to = from;
  return replace(text, n, most, (piece){to.from, 0}, line, from.n + 1);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t n, size_t most, unsigned int seed) {
  piece lines[LINES_MAX];
  char *text = (char *)data;
  state = seed;
  if (n == 0 || roll(10) == 0) return LLVMFuzzerMutate(data, n, most);
  for (uint64_t changes = 1 + roll(4); changes > 0; changes--) {
    size_t count = split_lines(text, n, lines);
    if (count == 0) break;
    n = roll(8) == 0 ? change_line(text, n, most, lines, count) : change_cell(text, n, most, lines, count);
  }
  return n;
}
