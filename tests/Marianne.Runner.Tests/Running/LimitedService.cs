using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Marianne.Signals;

namespace Marianne.Runner.Tests.Running;

/// <summary>A service on this machine that answers 429 until a time that it may announce.</summary>
internal sealed class LimitedService : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly HttpClient _client = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _openAfter;
    private readonly Task _serving;
    private DateTimeOffset _opensAt;
    private TimeSpan? _announced;

    public LimitedService(TimeProvider time, TimeSpan openAfter)
    {
        (_time, _openAfter) = (time, openAfter);
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Calls { get; private set; }

    /// <summary>Starts a rate limit.</summary>
    /// <param name="announced">The length of the limit that the answers announce, or null to announce none.</param>
    public void Close(TimeSpan? announced) => (_opensAt, _announced) = (_time.GetUtcNow() + _openAfter, announced);

    /// <summary>Calls the service over the network, as a tool would.</summary>
    public async Task<CommandResult> CallAsync(CancellationToken cancellationToken)
    {
        int port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        using HttpResponseMessage answer = await _client.GetAsync(new Uri($"http://127.0.0.1:{port}/"), cancellationToken);
        string output = $"HTTP {(int)answer.StatusCode} {answer.ReasonPhrase} {answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => string.Create(CultureInfo.InvariantCulture, $"Retry-After: {delta.TotalSeconds}"),
            _ => "",
        }}";
        return answer.IsSuccessStatusCode ? FakeExecutor.Success : FakeExecutor.Failure(output);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _client.Dispose();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient caller = await _listener.AcceptTcpClientAsync(_stop.Token);
                await using NetworkStream stream = caller.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                while (await reader.ReadLineAsync() is { Length: > 0 })
                {
                }

                Calls++;
                await stream.WriteAsync(Encoding.ASCII.GetBytes(Answer()));
            }
        }
        catch (OperationCanceledException)
        {
            // The service was stopped.
        }
    }

    private string Answer()
    {
        const string End = "Content-Length: 0\r\nConnection: close\r\n\r\n";
        if (_time.GetUtcNow() >= _opensAt)
            return $"HTTP/1.1 200 OK\r\n{End}";

        string when =
            _announced is { } says ? string.Create(CultureInfo.InvariantCulture, $"Retry-After: {says.TotalSeconds}\r\n") : "";
        return $"HTTP/1.1 429 Too Many Requests\r\n{when}{End}";
    }
}
