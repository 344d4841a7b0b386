using Marianne.Storage.Postgres;
using Marianne.Stores;
using Marianne.Testing.Faults;
using Npgsql;
using Xunit;

namespace Marianne.Storage.Tests.Postgres;

/// <summary>
/// Base class of tests that disturb each request of each operation of a store. If the variable <c>MARIANNE_TEST_FAULTS</c> is
/// <c>all</c>, every fault is tried at every request, also while a connection is opened.
/// </summary>
public abstract class PostgresFaultTests<TStore> : PostgresTestBase
    where TStore : IStore
{
    private static readonly Dictionary<string, MarianneError> FinalErrors = new()
    {
        ["53100"] = MarianneError.StoreFull,
        ["28P01"] = MarianneError.StoreAccessDenied,
        ["3D000"] = MarianneError.StoreNotFound,
    };

    private static readonly string[] States =
    [
        "40001", "40P01", "55P03", "08000", "08003", "08006", "57P01", "57P02", "57P03", "25006", "0A000", "26000", "42P05", "53300",
        .. FinalErrors.Keys,
    ];

    private PostgresProxy? _proxy;
    private TStore? _direct;
    private int _case;

    private PostgresProxy Proxy => _proxy!;

    private TStore Direct => _direct!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Assert.SkipWhen(Schema.Options.Target.Host != "127.0.0.1", "The server is not on this machine.");
        _proxy = new PostgresProxy(Schema.Options.Target.Port);
        _direct = Keep(Create(Schema.Database()));
        await _direct.OpenAsync(mustExist: false, Cancellation);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        if (_proxy is not null)
            await _proxy.DisposeAsync();
    }

    private protected abstract TStore Create(PostgresDatabase database);

    /// <summary>Begins and commits a transaction, so that each operation finds the store in the same state.</summary>
    private protected abstract Task ChangeNothingAsync(TStore store);

    /// <summary>Disturbs each request of an operation once: it succeeds as if nothing had happened, or fails without an effect.</summary>
    private protected async Task HasOneEffectAsync(FaultedOperation<TStore> operation)
    {
        TStore store = await OpenAsync(patience: null);
        await foreach ((ServerFault fault, string what) in CasesAsync(operation, store))
        {
            MarianneException? error = await RunAsync(operation, store);
            Assert.True(Proxy.Faults == 1, $"{what}: {Proxy.Faults} faults");
            Proxy.Disarm();

            MarianneError? expected = fault.SqlState is { } state && FinalErrors.TryGetValue(state, out MarianneError final) ? final : null;
            Assert.True(error?.Error == expected, $"{what}: {error}");
            Assert.True(await EffectsAsync(operation, error is null ? 1 : 0) == (error is null ? 1 : 0), $"{what}: wrong effect, {error}");
        }
    }

    /// <summary>Disturbs all requests from each one on: the operation fails with a clear error, and without an effect.</summary>
    private protected async Task FailsClearlyAsync(FaultedOperation<TStore> operation)
    {
        TStore store = await OpenAsync(TimeSpan.Zero);
        await foreach ((ServerFault fault, string what) in CasesAsync(operation, store, stays: true))
        {
            MarianneException? error = await RunAsync(operation, store);
            Proxy.Disarm();

            Assert.True(error is not null, $"{what}: no error");
            Assert.Contains($"{Proxy.Port}", error.Message, StringComparison.Ordinal);
            bool isUnknown = error.Message.Contains("whether it was", StringComparison.Ordinal);
            Assert.True(!isUnknown || fault.EndsConnection, $"{what}: {error}");
            int most = isUnknown && fault.Kind == ServerFaultKind.CutAnswer ? 1 : 0;
            Assert.True(await EffectsAsync(operation, 0) <= most, $"{what}: wrong effect, {error}");
        }
    }

    /// <summary>Prepares the store and arms the proxy for each case.</summary>
    private async IAsyncEnumerable<(ServerFault Fault, string What)> CasesAsync(
        FaultedOperation<TStore> operation, TStore store, bool stays = false)
    {
        await PrepareAsync(operation, store);
        Proxy.Disarm();
        await operation.RunAsync(store);
        int requests = Proxy.Requests;

        for (int request = 1; request <= requests; request++)
        {
            foreach (ServerFault fault in Faults())
            {
                await PrepareAsync(operation, store);
                Proxy.Arm(fault, request, stays);
                yield return (fault, $"{fault} at request {request} of {requests}");
            }
        }
    }

    private IEnumerable<ServerFault> Faults()
    {
        yield return ServerFault.Close;
        yield return ServerFault.CutAnswer;
        foreach (string state in FaultTestForm.IsLong ? States : [States[_case++ % States.Length]])
            yield return ServerFault.Refuse(state);
    }

    private async Task<TStore> OpenAsync(TimeSpan? patience)
    {
        PostgresDatabase database = patience is { } given
            ? new PostgresDatabase(OptionsOf(Proxy), Schema.Warnings.Add) { Patience = given }
            : new PostgresDatabase(OptionsOf(Proxy), Schema.Warnings.Add);
        TStore store = Keep(Create(database));
        await store.OpenAsync(mustExist: true, Cancellation);
        return store;
    }

    private async Task PrepareAsync(FaultedOperation<TStore> operation, TStore store)
    {
        await operation.PrepareAsync(Direct);
        await ChangeNothingAsync(store);
        if (FaultTestForm.IsLong)
            ClearPool(); // The operation opens a connection. Otherwise, it finds an open one.
    }

    private void ClearPool()
    {
        using var connection = new NpgsqlConnection(OptionsOf(Proxy).ConnectionString);
        NpgsqlConnection.ClearPool(connection);
    }

    /// <summary>Returns the options of connections through the proxy. A refused one is not tried again with another encryption.</summary>
    private PostgresOptions OptionsOf(PostgresProxy proxy) => PostgresOptions.Of(new ServerConnection(
        $"{Schema.ConnectionStringWith("Port", $"{proxy.Port}")};SSL Mode=Disable;GSS Encryption Mode=Disable", schema: Schema.Name));

    private async Task<MarianneException?> RunAsync(FaultedOperation<TStore> operation, TStore store)
    {
        try
        {
            await operation.RunAsync(store);
            return null;
        }
        catch (MarianneException error)
        {
            Assert.DoesNotContain(Schema.Credential.Password, error.ToString(), StringComparison.Ordinal);
            Assert.Null(error.InnerException);
            return error;
        }
    }

    private async Task<long> EffectsAsync(FaultedOperation<TStore> operation, long ofReading) =>
        operation.CountEffectsAsync is { } count ? await count(Direct) : ofReading;
}
