/* Log-mel rows in integers: host-tools/training/LOGMEL.md, "In integers". */
#ifndef NCN_LOGMEL_H
#define NCN_LOGMEL_H

#include <stdint.h>

enum {
    NCN_LOGMEL_WINDOW = 1024, /* samples of a frame, at 16 kHz */
    NCN_LOGMEL_FIRST = 48,    /* samples before the first frame of a clip */
    NCN_LOGMEL_HOP = 160,     /* samples from a frame to the next of a stream */
    NCN_LOGMEL_BANDS = 32,    /* bytes of a row */
    NCN_LOGMEL_ROWS = 32,     /* rows of an image */
    NCN_LOGMEL_SPAN = 3       /* frames from a row of an image to its next */
};

/* tables, written by tests/kernels/make_logmel_tables.py */
enum { NCN_LOGMEL_FIRST_BIN = 4, NCN_LOGMEL_BINS = 483, NCN_LOGMEL_LOG_STEPS = 128 };
extern const int32_t ncn_logmel_sine[257];                   /* sin(2 pi i / 1024), 30 bits behind the point */
extern const uint16_t ncn_logmel_rise[NCN_LOGMEL_BINS];      /* of a bin inside its interval, 16 bits behind it */
extern const uint16_t ncn_logmel_ends[NCN_LOGMEL_BANDS + 1]; /* first bin behind each interval, less the first bin */
extern const uint16_t ncn_logmel_log2[NCN_LOGMEL_LOG_STEPS]; /* log2(1 + i / 128), 16 bits behind the point */

/* One frame.
   samples  int16[1024]
   work     int32[1024], for the call
   row      uint8[32], low frequencies first */
void ncn_logmel_row(const int16_t *samples, int32_t *work, uint8_t *row);

#endif
