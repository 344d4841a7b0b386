using System.Net;
using System.Net.Sockets;

namespace Marianne.Storage.Tests.Postgres;

/// <summary>
/// A proxy before a server on this machine. On request it cuts a connection at its next commit: before the commit reaches the server, or
/// before the answer reaches the client.
/// </summary>
internal sealed class CommitCutter : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly int _server;
    private readonly bool _arrives;
    private readonly Task _accepting;
    private int _cut;

    public CommitCutter(int server, bool arrives)
    {
        _server = server;
        _arrives = arrives;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public bool HasCut { get; private set; }

    public void CutNext() => Interlocked.Exchange(ref _cut, 1);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting;
        _ending.Dispose();
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
                await server.ConnectAsync(IPAddress.Loopback, _server, _ending.Token);
                Task answers = server.GetStream().CopyToAsync(client.GetStream(), _ending.Token);
                await RelayAsync(client.GetStream(), server.GetStream());
                server.Client.Shutdown(SocketShutdown.Send);
                await answers;
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // One side has closed the connection.
            }
        }
    }

    private async Task RelayAsync(NetworkStream client, NetworkStream server)
    {
        byte[] buffer = new byte[65536];
        int count;
        while ((count = await client.ReadAsync(buffer, _ending.Token)) > 0)
        {
            bool isCommit = buffer.AsSpan(0, count).IndexOf("COMMIT"u8) >= 0 && Interlocked.CompareExchange(ref _cut, 0, 1) == 1;
            if (isCommit && _arrives)
                client.Socket.Shutdown(SocketShutdown.Send);
            if (!isCommit || _arrives)
                await server.WriteAsync(buffer.AsMemory(0, count), _ending.Token);
            if (!isCommit)
                continue;

            HasCut = true;
            client.Socket.Close(0);
            return;
        }
    }
}
