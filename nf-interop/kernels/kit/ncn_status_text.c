/* The status codes in words; and a check that the kit's header has the numbers of ncn_status.def. */
#include "ncn.h"

#define NCN_STATUS(name, number, text) _Static_assert((int)NCN_##name == (number), #name);
#include "ncn_status.def"
#undef NCN_STATUS

const char *ncn_status_text(ncn_status status) {
    static const struct {
        int number;
        const char *text;
    } texts[] = {
#define NCN_STATUS(name, number, text) {number, text},
#include "ncn_status.def"
#undef NCN_STATUS
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (texts[i].number == (int)status)
            return texts[i].text;
    return "no status of this library";
}
