package org.tradeseal.gateway.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What the Compose specification says about a file, as far as the attributes go that this project uses; any other attribute
 * is a finding. The specification's own JSON schema is no part of this repository.
 */
@SuppressWarnings("UnnecessaryLambda")
final class ComposeRules {
    private static final Predicate<Object> TEXT = String.class::isInstance;
    private static final Predicate<Object> TEXTS = value ->
            value instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(TEXT);
    private static final Predicate<Object> VARIABLES = value -> value instanceof Map<?, ?> map
            && map.keySet().stream().allMatch(TEXT)
            && map.values().stream().allMatch(v -> v instanceof String || v instanceof Number);
    private static final Predicate<Object> RESTART =
            value -> Set.of("no", "always", "on-failure", "unless-stopped").contains(value);
    private static final Predicate<Object> DEPENDENCIES = value -> value instanceof Map<?, ?> map
            && map.values().stream()
                    .allMatch(v -> v instanceof Map<?, ?> condition
                            && condition.keySet().equals(Set.of("condition"))
                            && Set.of("service_started", "service_healthy", "service_completed_successfully")
                                    .contains(condition.get("condition")));
    private static final Predicate<Object> HEALTH = value -> value instanceof Map<?, ?> map
            && Set.of("test", "interval", "timeout", "retries", "start_period").containsAll(map.keySet())
            && TEXTS.test(map.get("test"))
            && Set.of("NONE", "CMD", "CMD-SHELL").contains(((List<?>) map.get("test")).get(0));

    private static final Map<String, Predicate<Object>> ATTRIBUTES = Map.ofEntries(
            Map.entry("image", TEXT),
            Map.entry("restart", RESTART),
            Map.entry("user", TEXT),
            Map.entry("read_only", Boolean.class::isInstance),
            Map.entry("tmpfs", TEXTS),
            Map.entry("command", TEXTS),
            Map.entry("environment", VARIABLES),
            Map.entry("ports", TEXTS),
            Map.entry("volumes", TEXTS),
            Map.entry("depends_on", DEPENDENCIES),
            Map.entry("healthcheck", HEALTH));

    private final List<String> findings = new ArrayList<>();

    private ComposeRules() {}

    static List<String> findings(Map<String, Object> file) {
        ComposeRules rules = new ComposeRules();
        rules.check(file);
        return rules.findings;
    }

    private void check(Map<String, Object> file) {
        for (String key : file.keySet()) {
            if (!key.startsWith("x-") && !Set.of("name", "services", "volumes").contains(key)) {
                findings.add("unknown: " + key);
            }
        }
        if (!(file.get("name") instanceof String name) || !name.matches("[a-z0-9][a-z0-9_-]*")) {
            findings.add("no project name: " + file.get("name"));
        }
        Map<?, ?> services = file.get("services") instanceof Map<?, ?> map ? map : Map.of();
        Map<?, ?> volumes = file.get("volumes") instanceof Map<?, ?> map ? map : Map.of();
        Set<String> used = new TreeSet<>();
        services.forEach((name, value) -> {
            if (!name.toString().matches("[a-zA-Z0-9._-]+") || !(value instanceof Map<?, ?> service)) {
                findings.add("no service: " + name);
            } else {
                checkService(name.toString(), service, services.keySet());
                namedVolumes(service, used);
            }
        });
        if (!used.equals(new TreeSet<>(volumes.keySet()))) {
            findings.add("volumes declared " + volumes.keySet() + ", used " + used);
        }
    }

    private void checkService(String name, Map<?, ?> service, Set<?> services) {
        service.forEach((attribute, value) -> {
            Predicate<Object> rule = ATTRIBUTES.get(attribute.toString());
            if (rule == null || value == null || !rule.test(value)) {
                findings.add(name + "." + attribute + ": " + value);
            }
        });
        if (!service.containsKey("image")) {
            findings.add(name + " has no image");
        }
        if (service.get("depends_on") instanceof Map<?, ?> needed && !services.containsAll(needed.keySet())) {
            findings.add(name + " depends on what is not there: " + needed.keySet());
        }
        for (Object port : service.get("ports") instanceof List<?> list ? list : List.of()) {
            if (!port.toString().matches("[0-9.]+:[0-9]{1,5}:[0-9]{1,5}")) {
                findings.add(name + " publishes " + port);
            }
        }
        for (Object volume : service.get("volumes") instanceof List<?> list ? list : List.of()) {
            if (!target(volume.toString()).matches("/[^:]*(:ro)?")) {
                findings.add(name + " mounts " + volume);
            }
        }
    }

    /** Where a volume goes, with its mode: what follows the source, whose variables may hold colons themselves. */
    static String target(String volume) {
        int braces = volume.lastIndexOf('}') + 1;
        return volume.substring(volume.indexOf(':', braces) + 1);
    }

    static String source(String volume) {
        return volume.substring(0, volume.length() - target(volume).length() - 1);
    }

    private static void namedVolumes(Map<?, ?> service, Set<String> used) {
        for (Object volume : service.get("volumes") instanceof List<?> list ? list : List.of()) {
            String source = source(volume.toString());
            if (source.matches("[a-zA-Z0-9][a-zA-Z0-9._-]*")) {
                used.add(source);
            }
        }
    }
}
