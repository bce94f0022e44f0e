/**
 * Where the panel works: a local cloud, a profile or an endpoint; its clients, its calls and their
 * failures.
 */
@NullMarked
package dev.kinescope.pipeline.connection;

import org.jspecify.annotations.NullMarked;
