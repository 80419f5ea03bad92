package org.tradeseal.gateway.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** Shows a gateway's figures to holders of an operator's token only. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 11)
class OperatorsOnlyFilter extends OncePerRequestFilter {
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getServletPath().startsWith("/actuator/prometheus");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Caller caller = AccessFilter.callerOf(request);
        if (caller == null || !caller.operator()) {
            AccessFilter.refuse(
                    new Refusal(
                            ErrorCode.NOT_YOUR_ROLE,
                            "Only an operator's token opens the gateway's figures.",
                            "仅运营方令牌可查看网关指标。"),
                    request,
                    response);
            return;
        }
        chain.doFilter(request, response);
    }
}
