#ifndef KR_GRAPH_DECIMAL_H
#define KR_GRAPH_DECIMAL_H

#include <stddef.h>
#include <stdint.h>

/** A decimal number as FORMAT allows it, exactly: millionths. 12.5 is 12,500,000. */
typedef int64_t kr_micro;
#define KR_MICRO INT64_C(1000000)
/** No number of an instance is larger: 10^12, so that sums stay inside 63 bits and products inside a double's range. */
#define KR_DECIMAL_MAX (INT64_C(1000000000000) * KR_MICRO)

/** What is wrong with the text of a number; the reader of files makes the sentence. */
typedef enum kr_decimal_fault {
  KR_DECIMAL_FINE = 0,
  KR_DECIMAL_EMPTY,
  KR_DECIMAL_COMMA,     /**< "12,5": decimal comma */
  KR_DECIMAL_THOUSANDS, /**< "1 000", "1'000", "1,000,000" */
  KR_DECIMAL_EXPONENT,  /**< "1e3" */
  KR_DECIMAL_WORD,      /**< "inf", "nan", "0x1F", letters */
  KR_DECIMAL_DIGITS,    /**< more decimals than allowed */
  KR_DECIMAL_LARGE,     /**< beyond KR_DECIMAL_MAX */
  KR_DECIMAL_FORM       /**< "1.2.3", "--5", ".", "5-" */
} kr_decimal_fault;

/**
 * Reads `-?digits[.digits]` exactly; no exponent, no separator, no locale, no surrounding space.
 * @param max_decimals digits allowed behind the point, 0…6 (trailing zeros count)
 * @param out          written only when KR_DECIMAL_FINE is returned
 * @cost O(n), no allocation
 */
kr_decimal_fault kr_decimal_read(const char *text, size_t n, int max_decimals, kr_micro *out);

/** Room for any text that kr_decimal_write or kr_number_write makes, its NUL included. */
#define KR_DECIMAL_ROOM 40

/** Writes millionths as the shortest decimal ("12.5", "-0.000001", "3"); @return the length without NUL */
size_t kr_decimal_write(kr_micro value, char out[KR_DECIMAL_ROOM]);

/** The nearest double of a decimal. */
static inline double kr_decimal_value(kr_micro value) { return (double)value / 1e6; }

/**
 * Writes a finite double with the fewest digits that read back as the same double, decimal point, never a locale's
 * comma; large or small ones with an exponent ("1e+20") as JSON allows. @return the length without NUL
 */
size_t kr_number_write(double value, char out[KR_DECIMAL_ROOM]);

#endif
