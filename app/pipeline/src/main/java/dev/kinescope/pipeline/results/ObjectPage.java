package dev.kinescope.pipeline.results;

import java.util.List;
import java.util.Optional;

/**
 * One page of what is directly under a prefix.
 *
 * @param folders full prefixes, each with its closing slash
 * @param next pass it to get the next page; empty at the end
 */
public record ObjectPage(
        String prefix, List<String> folders, List<StoredObject> objects, Optional<String> next) {}
