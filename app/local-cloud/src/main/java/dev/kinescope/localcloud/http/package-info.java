/** The loopback server and what happens to every request: whose it is, for whom, and the reply. */
@NullMarked
package dev.kinescope.localcloud.http;

import org.jspecify.annotations.NullMarked;
