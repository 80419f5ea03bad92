package org.tradeseal.gateway.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.tradeseal.gateway.errors.ProblemHandler;
import org.tradeseal.verify.Refusal;

/**
 * Lets nobody in without a token, except to what is public by name. Limits how often a caller comes and how much is open
 * at a time.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class AccessFilter extends OncePerRequestFilter {
    /** What needs no token: health, the API's description, the public log, the start page, the verifier page. */
    private static final List<String> OPEN = List.of("/actuator/health", "/openapi.json", "/openapi.yaml", "/log/");

    private static final String CALLER = Caller.class.getName();

    private final Access access;
    private final Admission admission;

    AccessFilter(Access access, Admission admission) {
        this.access = access;
        this.admission = admission;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        Admission.Place place;
        try {
            place = admission.enter(caller(request, response));
        } catch (RuntimeException e) {
            refuse(ProblemHandler.refusal(e), e, request, response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            endWith(request, place);
        }
    }

    private @Nullable Caller caller(HttpServletRequest request, HttpServletResponse response) {
        if (isOpen(request.getRequestURI())) {
            return null;
        }
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Caller caller = access.caller(request.getHeader(HttpHeaders.AUTHORIZATION));
        access.limit(caller);
        request.setAttribute(CALLER, caller);
        return caller;
    }

    // A stream goes on after this thread has left.
    private static void endWith(HttpServletRequest request, AutoCloseable held) {
        if (request.isAsyncStarted()) {
            request.getAsyncContext().addListener(new AtTheEnd(held));
        } else {
            AtTheEnd.close(held);
        }
    }

    private static boolean isOpen(String path) {
        return path.equals("/") || path.equals("/verify") || OPEN.stream().anyMatch(path::startsWith);
    }

    static void refuse(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
        refuse(refusal, refusal, request, response);
    }

    static void refuse(Refusal refusal, Throwable thrown, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        ResponseEntity<byte[]> answer = ProblemHandler.answer(refusal, thrown, request);
        response.setStatus(answer.getStatusCode().value());
        answer.getHeaders().forEach((name, values) -> values.forEach(v -> response.addHeader(name, v)));
        byte[] body = answer.getBody();
        if (body != null) {
            response.getOutputStream().write(body);
        }
    }

    static @Nullable Caller callerOf(HttpServletRequest request) {
        return (Caller) request.getAttribute(CALLER);
    }
}
