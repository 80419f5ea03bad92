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

/** Lets nobody in without a token, except to what is public by name. Limits how often a caller comes. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class AccessFilter extends OncePerRequestFilter {
    /** What needs no token: health, the API's description, the public log, the start page, the verifier page. */
    private static final List<String> OPEN = List.of("/actuator/health", "/openapi.json", "/openapi.yaml", "/log/");

    private static final String CALLER = Caller.class.getName();

    private final Access access;

    AccessFilter(Access access) {
        this.access = access;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            if (!isOpen(request.getRequestURI())) {
                Caller caller = access.caller(request.getHeader(HttpHeaders.AUTHORIZATION));
                access.limit(caller);
                request.setAttribute(CALLER, caller);
            }
        } catch (Refusal refusal) {
            refuse(refusal, request, response);
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean isOpen(String path) {
        return path.equals("/") || path.equals("/verify") || OPEN.stream().anyMatch(path::startsWith);
    }

    static void refuse(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ResponseEntity<byte[]> answer = ProblemHandler.answer(refusal, refusal, request);
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
