/* generated from nf-interop/native-interface.json by nf-interop/generator; do not edit */
/*
 * The M7's side of the mailbox: calls the engine function a request names. Layout and numbering: MAILBOX.md.
 */
#include "mailbox.h"
#include "ncn_native.h"
#include "ncn_status.h"

int32_t ncn_mailbox_dispatch(ncn_mailbox *m) {
    const int32_t *a = m->argument;
    switch (m->function) {
    case 1:
        return ncn_native_abi((int32_t *)ncn_mailbox_array(m, 0), a[0]);
    case 2:
        return ncn_native_model_open(a[0], a[1], (int32_t *)ncn_mailbox_array(m, 2), a[2]);
    case 3:
        return ncn_native_model_close(a[0]);
    case 4:
        return ncn_native_model_text(a[0], a[1], (uint8_t *)ncn_mailbox_array(m, 2), a[2]);
    case 5:
        return ncn_native_layer_info(a[0], a[1], a[2], (int32_t *)ncn_mailbox_array(m, 3), a[3]);
    case 6:
        return ncn_native_input_write(a[0], a[1], (uint8_t *)ncn_mailbox_array(m, 2), a[2], a[3], a[4], a[5]);
    case 7:
        return ncn_native_input_select(a[0], a[1]);
    case 8:
        return ncn_native_layer_run(a[0], a[1], a[2], a[3]);
    case 9:
        return ncn_native_net_run(a[0], a[1], a[2], a[3], a[4], (int32_t *)ncn_mailbox_array(m, 5), a[5]);
    case 10:
        return ncn_native_top(a[0], a[1]);
    case 11:
        return ncn_native_logits(a[0], a[1], (int32_t *)ncn_mailbox_array(m, 2), a[2]);
    case 12:
        return ncn_native_confidence(a[0], a[1], (int32_t *)ncn_mailbox_array(m, 2), a[2]);
    case 13:
        return ncn_native_time_info((int32_t *)ncn_mailbox_array(m, 0), a[0]);
    case 14:
        return ncn_native_sound_write((int32_t *)ncn_mailbox_array(m, 0), a[0], (uint8_t *)ncn_mailbox_array(m, 1), a[1], a[2], a[3]);
    case 15:
        return ncn_native_sound_image((int32_t *)ncn_mailbox_array(m, 0), a[0], (uint8_t *)ncn_mailbox_array(m, 1), a[1]);
    case 16:
        return ncn_native_marker_bind(a[0], a[1]);
    default:
        return NCN_E_ARGUMENT;
    }
}
