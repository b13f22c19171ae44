/* Ed25519 (RFC 8032), verification only: nothing here is secret, so nothing runs in constant time. SECURITY.md, "The
   signature", has the rules where implementations differ. */
#ifndef NCN_ED25519_H
#define NCN_ED25519_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { NCN_KEY_BYTES = 32, NCN_ED25519_BYTES = 64 };

/* True if the signature is that of the n bytes of the message, made by the owner of the key. Takes 1.5 KiB of stack. */
bool ncn_ed25519_verify(const uint8_t key[NCN_KEY_BYTES], const void *message, size_t n,
                        const uint8_t signature[NCN_ED25519_BYTES]);

#endif
