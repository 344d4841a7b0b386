using System.Net;
using System.Net.Sockets;

namespace Marianne.Testing.Faults;

/// <summary>
/// A proxy before a PostgreSQL server on this machine. It knows the protocol as far as to count the requests of its clients, and
/// disturbs the one that is asked for. A request is what the server answers at once: a part of the log-in, a simple query, or
/// everything up to the next Sync.
/// </summary>
public sealed class PostgresProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private readonly Task _accepting;
    private ServerFault? _fault;
    private int _serverPort;
    private int _nextServerPort;
    private int _faultAt;
    private bool _stays;

    /// <summary>Starts the proxy.</summary>
    /// <param name="serverPort">The port of the server on this machine.</param>
    public PostgresProxy(int serverPort)
    {
        _serverPort = _nextServerPort = serverPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port of the proxy on this machine.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The number of requests since <see cref="Arm"/> or <see cref="Disarm"/>.</summary>
    public int Requests { get; private set; }

    /// <summary>The number of requests that were disturbed since <see cref="Arm"/>.</summary>
    public int Faults { get; private set; }

    /// <summary>Disturbs a request.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="request">The number of the request from now on, beginning with 1.</param>
    /// <param name="stays">Indicates whether all requests after it are disturbed, too.</param>
    /// <param name="nextServerPort">The port of the server to which clients connect from then on; 0 for the same one.</param>
    public void Arm(ServerFault fault, int request, bool stays = false, int nextServerPort = 0)
    {
        lock (_lock)
        {
            (_fault, _faultAt, _stays, Requests, Faults) = (fault, request, stays, 0, 0);
            _nextServerPort = nextServerPort == 0 ? _serverPort : nextServerPort;
        }
    }

    /// <summary>Disturbs nothing from now on.</summary>
    public void Disarm()
    {
        lock (_lock)
            (_fault, Requests) = (null, 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting;
        _ending.Dispose();
    }

    /// <summary>Counts a request, and returns its fault.</summary>
    internal ServerFault? Next()
    {
        lock (_lock)
        {
            Requests++;
            if (_fault is null || (_stays ? Requests < _faultAt : Requests != _faultAt))
                return null;

            Faults++;
            _serverPort = _nextServerPort;
            return _fault;
        }
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_ending.Token)));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _serverPort, _ending.Token);
                client.NoDelay = server.NoDelay = true;
                await new PostgresProxyConnection(this, client.GetStream(), server.GetStream(), _ending.Token).RunAsync();
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // One side has closed the connection.
            }
        }
    }
}
