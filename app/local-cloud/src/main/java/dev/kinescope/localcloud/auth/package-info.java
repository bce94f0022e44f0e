/** Who calls: generated credentials, verification of AWS Signature Version 4, and the caller. */
@NullMarked
package dev.kinescope.localcloud.auth;

import org.jspecify.annotations.NullMarked;
