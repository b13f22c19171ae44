/* Native functions that hear: sound as it comes, log-mel rows of every 10 ms, the image of the last second. NATIVE.md,
   "Sound". All memory is the caller's array, so that a program that does not hear pays nothing. */
#include "ncn_logmel.h"
#include "ncn_mem.h"
#include "ncn_native.h"
#include "ncn_native_context.h"

enum {
    MOST_NOISE = 4095,
    INT_BYTES = 4,
    RING_ROWS = (NCN_SOUND_FIELD_WORK - NCN_SOUND_FIELD_ROWS) * INT_BYTES / NCN_LOGMEL_BANDS,
    MOST_FRAMES = RING_ROWS * (1 << 24) /* half a year */
};

_Static_assert((NCN_SOUND_FIELD_ROWS - NCN_SOUND_FIELD_SAMPLES) * 2 == NCN_LOGMEL_WINDOW, "samples");
_Static_assert(NCN_SOUND_INTS - NCN_SOUND_FIELD_WORK == NCN_LOGMEL_WINDOW, "work");
_Static_assert(RING_ROWS > (NCN_LOGMEL_ROWS - 1) * NCN_LOGMEL_SPAN, "a second of rows");

static int16_t *samples_of(int32_t *state) {
    return (int16_t *)(void *)(state + NCN_SOUND_FIELD_SAMPLES);
}

static uint8_t *row_of(int32_t *state, int32_t frame) {
    return (uint8_t *)(state + NCN_SOUND_FIELD_ROWS) + (frame % RING_ROWS) * NCN_LOGMEL_BANDS;
}

/* What a caller could have spoilt. */
static int in_order(const int32_t *state) {
    return state[NCN_SOUND_FIELD_HELD] >= 0 && state[NCN_SOUND_FIELD_HELD] < NCN_LOGMEL_WINDOW &&
           state[NCN_SOUND_FIELD_SKIPPED] >= 0 && state[NCN_SOUND_FIELD_SKIPPED] <= NCN_LOGMEL_FIRST &&
           state[NCN_SOUND_FIELD_FRAMES] >= 0 && state[NCN_SOUND_FIELD_FRAMES] < MOST_FRAMES &&
           state[NCN_SOUND_FIELD_NOISE] >= 0 && state[NCN_SOUND_FIELD_NOISE] <= MOST_NOISE;
}

/* Even noise between -amplitude and +amplitude, on a sample. LOGMEL.md, "Recordings". */
static int16_t with_noise(int32_t *state, int32_t sample) {
    const int32_t amplitude = state[NCN_SOUND_FIELD_NOISE];
    if (amplitude == 0)
        return (int16_t)sample;
    const uint32_t next = (uint32_t)state[NCN_SOUND_FIELD_SEED] * 1664525u + 1013904223u;
    state[NCN_SOUND_FIELD_SEED] = (int32_t)next;
    const int32_t sum = sample + (int32_t)((next >> 16) * (uint32_t)(2 * amplitude + 1) >> 16) - amplitude;
    return (int16_t)(sum < INT16_MIN ? INT16_MIN : sum > INT16_MAX ? INT16_MAX : sum);
}

/* A frame is complete: its row, and the samples that the next one shares with it move to the front. */
static void take_frame(int32_t *state) {
    int16_t *samples = samples_of(state);
    ncn_logmel_row(samples, state + NCN_SOUND_FIELD_WORK, row_of(state, state[NCN_SOUND_FIELD_FRAMES]));
    for (int i = 0; i < NCN_LOGMEL_WINDOW - NCN_LOGMEL_HOP; i++)
        samples[i] = samples[i + NCN_LOGMEL_HOP];
    state[NCN_SOUND_FIELD_HELD] = NCN_LOGMEL_WINDOW - NCN_LOGMEL_HOP;
    if (++state[NCN_SOUND_FIELD_FRAMES] == MOST_FRAMES)
        state[NCN_SOUND_FIELD_FRAMES] = RING_ROWS;
}

int32_t ncn_native_sound_write(int32_t *state, int32_t stateLength, const uint8_t *pcm, int32_t pcmLength,
                               int32_t start, int32_t count) {
    if (stateLength < NCN_SOUND_INTS)
        return NCN_E_BUFFER;
    if (!ncn_in_range(start, count, pcmLength) || count % 2 != 0 || !in_order(state))
        return NCN_E_ARGUMENT;
    const uint32_t from = ncn_port_counter();
    int32_t rows = 0;
    int16_t *samples = samples_of(state);
    for (int32_t i = start; i < start + count; i += 2) {
        const int16_t sample = with_noise(state, (int16_t)(uint16_t)(pcm[i] | pcm[i + 1] << 8));
        if (state[NCN_SOUND_FIELD_SKIPPED] < NCN_LOGMEL_FIRST) {
            state[NCN_SOUND_FIELD_SKIPPED]++;
            continue;
        }
        samples[state[NCN_SOUND_FIELD_HELD]++] = sample;
        if (state[NCN_SOUND_FIELD_HELD] == NCN_LOGMEL_WINDOW) {
            take_frame(state);
            rows++;
        }
    }
    const uint32_t counts = ncn_port_counter() - from;
    state[NCN_SOUND_FIELD_COUNTS] = counts > INT32_MAX ? INT32_MAX : (int32_t)counts;
    return rows;
}

int32_t ncn_native_sound_image(int32_t *state, int32_t stateLength, uint8_t *image, int32_t imageLength) {
    if (stateLength < NCN_SOUND_INTS || imageLength < NCN_LOGMEL_ROWS * NCN_LOGMEL_BANDS)
        return NCN_E_BUFFER;
    if (!in_order(state))
        return NCN_E_ARGUMENT;
    int32_t frame = state[NCN_SOUND_FIELD_FRAMES] - 1 - (NCN_LOGMEL_ROWS - 1) * NCN_LOGMEL_SPAN;
    for (int row = 0; row < NCN_LOGMEL_ROWS; row++, frame += NCN_LOGMEL_SPAN) {
        uint8_t *to = image + row * NCN_LOGMEL_BANDS;
        if (frame < 0)
            ncn_fill(to, 0, NCN_LOGMEL_BANDS);
        else
            ncn_copy(to, row_of(state, frame), NCN_LOGMEL_BANDS);
    }
    return NCN_OK;
}
