/**
 * Starts DynamoDB Local on the loopback interface alone. Its own main class listens on all of them, and has no
 * option for it, so the connectors of its server are told before it starts. By reflection: this file is run
 * as it is, without being compiled against any version.
 */
public class Loopback {
    private static final String[] RUNNERS = {
        "software.amazon.dynamodb.services.local.main.ServerRunner",
        "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
    };

    public static void main(String[] arguments) throws Exception {
        Object local = runner().getMethod("createServerFromCommandLineArgs", String[].class)
            .invoke(null, (Object) arguments);
        var field = local.getClass().getDeclaredField("server");
        field.setAccessible(true);
        Object server = field.get(local);
        for (Object connector : (Object[]) server.getClass().getMethod("getConnectors").invoke(server)) {
            connector.getClass().getMethod("setHost", String.class).invoke(connector, "127.0.0.1");
        }
        local.getClass().getMethod("start").invoke(local);
        local.getClass().getMethod("join").invoke(local);
    }

    private static Class<?> runner() throws ClassNotFoundException {
        for (String name : RUNNERS) {
            try {
                return Class.forName(name);
            } catch (ClassNotFoundException absent) {
                continue;
            }
        }
        throw new ClassNotFoundException("DynamoDB Local's ServerRunner");
    }
}
