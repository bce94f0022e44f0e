/** Measures a local cloud, and any other endpoint beside it: {@code mvn -q -Pbench}. */
package dev.kinescope.localcloud.bench;
