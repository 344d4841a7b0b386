using System.Globalization;
using Marianne.Learning;
using Marianne.Policies;
using Marianne.Storage.Sqlite;

/// <summary>
/// Uses the circuit breaker in a learning store. It reads commands from the standard input, <c>enter</c>, <c>fail</c>,
/// <c>succeed</c> and <c>give back</c>, and writes the result of each.
/// </summary>
internal static class CircuitUser
{
    private static readonly TimeSpan AttemptLimit = TimeSpan.FromMinutes(30);

    public static async Task RunAsync(string path, TimeSpan ahead)
    {
        var time = new Clock(ahead);
        await using var store = new SqliteLearningStore(path, time);
        var breaker = new SharedCircuitBreaker(store, "claude", new CircuitBreakerOptions(), time);

        CircuitPermit permit = default;
        while (await Console.In.ReadLineAsync() is { } command)
        {
            Console.WriteLine(command switch
            {
                "enter" => await EnterAsync(),
                "fail" => (await breaker.FailAsync(permit, default)).Position,
                "succeed" => (await breaker.SucceedAsync(permit, default)).Position,
                "give back" => (await breaker.GiveBackAsync(permit, default)).Position,
                _ => throw new ArgumentException(command),
            });
        }

        async Task<object> EnterAsync()
        {
            CircuitAdmission admission = await breaker.EnterAsync(AttemptLimit, default);
            permit = admission.Pass ?? permit;
            return admission.Pass is null
                ? string.Create(CultureInfo.InvariantCulture, $"wait {Math.Ceiling(admission.Wait!.Value.TotalMinutes)} min")
                : "pass";
        }
    }

    /// <summary>The system clock, set ahead.</summary>
    private sealed class Clock(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }
}
