package dev.kinescope.localcloud.kill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What may be seen of each role, function, stream and object: one value once its change was
 * acknowledged, the old or the new one while it was not.
 */
final class Expectations {
    private final Map<String, Set<Optional<String>>> possible = new HashMap<>();
    private final Map<String, Long> acknowledged = new TreeMap<>();

    /** A change of which it is not known yet whether it happens. */
    synchronized void begin(String resource, Optional<String> value) {
        possible.computeIfAbsent(resource, _ -> new HashSet<>(Set.of(Optional.empty()))).add(value);
    }

    /** The change was acknowledged. */
    synchronized void done(String resource, Optional<String> value) {
        possible.put(resource, new HashSet<>(Set.of(value)));
        acknowledged.merge(resource.substring(0, resource.indexOf('/')), 1L, Long::sum);
    }

    /** All that was ever changed, of one kind: {@code kind/name}. */
    synchronized List<String> names(String kind) {
        return new TreeSet<>(possible.keySet())
                .stream()
                        .filter(name -> name.startsWith(kind + "/"))
                        .map(name -> name.substring(kind.length() + 1))
                        .toList();
    }

    /** What is surely there. */
    synchronized List<String> present(String kind) {
        return names(kind).stream()
                .filter(name -> !possible.get(kind + "/" + name).contains(Optional.empty()))
                .toList();
    }

    /** How many changes were acknowledged, of each kind of resource. */
    synchronized Map<String, Long> acknowledged() {
        return new TreeMap<>(acknowledged);
    }

    /** Holds what is there against what may be; from now on it is what is expected. */
    synchronized List<String> check(String kind, Map<String, String> there) {
        var wrong = new ArrayList<String>();
        for (String name : names(kind)) {
            Optional<String> value = Optional.ofNullable(there.get(name));
            Set<Optional<String>> allowed = possible.get(kind + "/" + name);
            if (!allowed.contains(value)) {
                wrong.add(
                        "%s %s is %s, not %s"
                                .formatted(
                                        kind,
                                        name,
                                        value.orElse("not there"),
                                        allowed.stream()
                                                .map(each -> each.orElse("not there"))
                                                .toList()));
            }
            possible.put(kind + "/" + name, new HashSet<>(Set.of(value)));
        }
        return wrong;
    }
}
