/* Status codes of every native function and the numbered rules a model blob is checked against. The lists themselves
   are ncn_status.def (the public header repeats its numbers, which is checked) and ncn_rules.def, so that C, C# and
   tests are made from the same lines. */
#ifndef NCN_STATUS_H
#define NCN_STATUS_H

#include "ncn.h" /* ncn_status: NCN_OK or a negative error. Functions that return a value return it >= 0 instead. */

/* A rule of MODEL-FORMAT.md that a blob can break. */
typedef enum ncn_rule {
#define NCN_RULE(name, number, text) NCN_RULE_##name = (number),
#include "ncn_rules.def"
#undef NCN_RULE
} ncn_rule;

/* The rule a blob broke and where: net 0-2 and layer, or -1 for the header. */
typedef struct ncn_violation {
    ncn_rule rule;
    int net;
    int layer;
} ncn_violation;

#endif
