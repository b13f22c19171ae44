/* Convolutions of the kit against sums written out. */
#ifndef CONVOLUTIONS_H
#define CONVOLUTIONS_H

/* Draws `count` convolutions of each kind from a seed; how many were compared, or minus the number of the first that
 * differs. */
int check_convolutions(unsigned seed, int count);

#endif
