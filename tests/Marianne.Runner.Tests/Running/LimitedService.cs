using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Marianne.Processes;

namespace Marianne.Runner.Tests.Running;

/// <summary>A service on this machine that answers 429 until a time which it need not tell.</summary>
internal sealed class LimitedService : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly HttpClient _client = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _openAfter;
    private readonly Task _serving;
    private DateTimeOffset _opensAt;
    private TimeSpan? _says;

    public LimitedService(TimeProvider time, TimeSpan openAfter)
    {
        (_time, _openAfter) = (time, openAfter);
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Calls { get; private set; }

    /// <summary>Closes it from now on for as long as it is closed; it says for how long, or nothing of that.</summary>
    public void Close(TimeSpan? says) => (_opensAt, _says) = (_time.GetUtcNow() + _openAfter, says);

    /// <summary>Calls it over the network, as a tool would.</summary>
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
        _listener.Stop();
        _client.Dispose();
        await _serving;
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient caller = await _listener.AcceptTcpClientAsync();
                await using NetworkStream stream = caller.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                while (await reader.ReadLineAsync() is { Length: > 0 })
                {
                }

                Calls++;
                await stream.WriteAsync(Encoding.ASCII.GetBytes(Answer()));
            }
        }
        catch (SocketException)
        {
            // It was stopped.
        }
        catch (ObjectDisposedException)
        {
            // It was stopped.
        }
    }

    private string Answer()
    {
        const string End = "Content-Length: 0\r\nConnection: close\r\n\r\n";
        if (_time.GetUtcNow() >= _opensAt)
            return $"HTTP/1.1 200 OK\r\n{End}";

        string when = _says is { } says ? string.Create(CultureInfo.InvariantCulture, $"Retry-After: {says.TotalSeconds}\r\n") : "";
        return $"HTTP/1.1 429 Too Many Requests\r\n{when}{End}";
    }
}
