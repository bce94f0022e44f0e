/** Where state is kept: ports for documents, records and blobs, in memory and in a directory. */
@NullMarked
package dev.kinescope.localcloud.store;

import org.jspecify.annotations.NullMarked;
