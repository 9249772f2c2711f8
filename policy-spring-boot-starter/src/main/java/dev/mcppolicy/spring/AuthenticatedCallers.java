package dev.mcppolicy.spring;

import dev.mcppolicy.Caller;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Takes whom Spring Security has authenticated: the name is the grant and {@code caller.id}, and
 * the authorities are {@code caller.authorities}. Whoever is anonymous isn't known.
 */
final class AuthenticatedCallers implements CallerResolver {

  private final AuthenticationTrustResolver trust = new AuthenticationTrustResolverImpl();

  @Override
  public @Nullable Caller onCallersThread() {
    return caller(SecurityContextHolder.getContext().getAuthentication());
  }

  /** A context that has to be fetched first isn't waited for: no thread may block here. */
  @Override
  public @Nullable Caller inContext(ContextView context) {
    if (!(context.getOrDefault((Object) SecurityContext.class, (Object) "")
        instanceof Mono<?> known)) {
      return null;
    }
    CompletableFuture<?> future = known.toFuture();
    Object security = future.getNow(null);
    future.cancel(true);
    return security instanceof SecurityContext found ? caller(found.getAuthentication()) : null;
  }

  private @Nullable Caller caller(@Nullable Authentication authentication) {
    if (authentication == null
        || !authentication.isAuthenticated()
        || trust.isAnonymous(authentication)) {
      return null;
    }
    String name = authentication.getName();
    return name == null || name.isBlank()
        ? null
        : Caller.of(name)
            .withId(name)
            .with(
                "authorities",
                authentication.getAuthorities().stream()
                    .map(GrantedAuthority::getAuthority)
                    .filter(authority -> authority != null)
                    .toList());
  }
}
