package org.tradeseal.gateway.ledger.embedded;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database whose connections fail where a test wants it: before or after a commit, or not at all. */
final class FaultyDataSource extends DelegatingDataSource {
    private volatile Fault fault = Fault.NONE;
    private final AtomicInteger connectionsLeft = new AtomicInteger();

    enum Fault {
        NONE,
        /** The connection breaks, and the commit never arrives. */
        BEFORE_COMMIT,
        /** The commit is done, and its answer is lost. */
        AFTER_COMMIT,
        /** The same, and then nothing answers any more. */
        AFTER_COMMIT_THEN_AWAY,
        /** There is no connection. */
        AWAY,
        /** There is none once, at a time that {@link #awayOnceAfter} says. */
        AWAY_ONCE,
        DISK_FULL
    }

    FaultyDataSource(DataSource target) {
        super(target);
    }

    void fail(Fault next) {
        fault = next;
    }

    /** So many connections are had, then one is not, and then all are again. */
    void awayOnceAfter(int connections) {
        connectionsLeft.set(connections);
        fault = Fault.AWAY_ONCE;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (fault == Fault.AWAY_ONCE && connectionsLeft.getAndDecrement() == 0) {
            fault = Fault.NONE;
            throw new SQLException("connection refused", "08001");
        }
        if (fault == Fault.AWAY) {
            throw new SQLException("connection refused", "08001");
        }
        Connection connection = super.getConnection();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> call(connection, method, arguments));
    }

    private Object call(Connection connection, Method method, Object[] arguments) throws Throwable {
        Fault now = fault;
        if (method.getName().equals("prepareStatement")
                && now == Fault.DISK_FULL
                && arguments[0].toString().startsWith("insert")) {
            throw new SQLException("could not extend file: No space left on device", "53100");
        }
        boolean commit = method.getName().equals("commit");
        if (commit && now == Fault.BEFORE_COMMIT) {
            fault = Fault.NONE;
            connection.rollback();
            throw new SQLException("connection reset", "08006");
        }
        Object answer;
        try {
            answer = method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        if (commit && (now == Fault.AFTER_COMMIT || now == Fault.AFTER_COMMIT_THEN_AWAY)) {
            fault = now == Fault.AFTER_COMMIT ? Fault.NONE : Fault.AWAY;
            throw new SQLException("connection reset", "08006");
        }
        return answer;
    }
}
