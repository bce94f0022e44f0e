package dev.kinescope.localcloud.lambda.child;

import com.amazonaws.services.lambda.runtime.Client;
import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;

/** What the caller sent along beside the event; of its own class so that few load it. */
record CallersContext(
        @Nullable Client client, Map<String, String> custom, Map<String, String> environment)
        implements ClientContext {

    private record Application(Map<String, String> values) implements Client {
        @Override
        public @Nullable String getInstallationId() {
            return values.get("installation_id");
        }

        @Override
        public @Nullable String getAppTitle() {
            return values.get("app_title");
        }

        @Override
        public @Nullable String getAppVersionName() {
            return values.get("app_version_name");
        }

        @Override
        public @Nullable String getAppVersionCode() {
            return values.get("app_version_code");
        }

        @Override
        public @Nullable String getAppPackageName() {
            return values.get("app_package_name");
        }
    }

    /** Reads the JSON of the Runtime API's header. */
    static CallersContext of(String json) {
        Object read =
                JacksonFactory.getInstance().getSerializer((Type) Object.class).fromJson(json);
        Map<?, ?> members = read instanceof Map<?, ?> map ? map : Map.of();
        return new CallersContext(
                members.get("client") instanceof Map<?, ?> client
                        ? new Application(texts(client))
                        : null,
                texts(members.get("custom")),
                texts(members.get("env")));
    }

    private static Map<String, String> texts(@Nullable Object object) {
        var texts = new HashMap<String, String>();
        if (object instanceof Map<?, ?> members) {
            members.forEach(
                    (name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
        }
        return texts;
    }

    @Override
    public @Nullable Client getClient() {
        return client;
    }

    @Override
    public Map<String, String> getCustom() {
        return custom;
    }

    @Override
    public Map<String, String> getEnvironment() {
        return environment;
    }
}
