using System.Globalization;
using Marianne.Learning;
using Marianne.Policies;
using Marianne.Storage.Sqlite;

/// <summary>
/// Uses the circuit breaker of a learning file as it is told to, line by line: <c>enter</c>, <c>fail</c>, <c>succeed</c>,
/// <c>give back</c>. It answers each with what came of it.
/// </summary>
internal static class CircuitUser
{
    private static readonly TimeSpan AttemptLimit = TimeSpan.FromMinutes(30);

    public static async Task RunAsync(string path, TimeSpan ahead)
    {
        var time = new Clock(ahead);
        await using var store = new SqliteLearningStore(path, time);
        var breaker = new SharedCircuitBreaker(store, "claude", new CircuitBreakerOptions(), time);

        CircuitPermit pass = default;
        while (await Console.In.ReadLineAsync() is { } order)
        {
            Console.WriteLine(order switch
            {
                "enter" => await EnterAsync(),
                "fail" => (await breaker.FailAsync(pass, default)).Position,
                "succeed" => (await breaker.SucceedAsync(pass, default)).Position,
                "give back" => (await breaker.GiveBackAsync(pass, default)).Position,
                _ => throw new ArgumentException(order),
            });
        }

        async Task<object> EnterAsync()
        {
            CircuitAdmission entry = await breaker.EnterAsync(AttemptLimit, default);
            pass = entry.Pass ?? pass;
            return entry.Pass is null
                ? string.Create(CultureInfo.InvariantCulture, $"wait {Math.Ceiling(entry.Wait!.Value.TotalMinutes)} min")
                : "pass";
        }
    }

    /// <summary>The clock of this machine, put forward.</summary>
    private sealed class Clock(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }
}
