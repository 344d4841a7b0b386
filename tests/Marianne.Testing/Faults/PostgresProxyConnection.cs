using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Marianne.Testing.Faults;

/// <summary>A connection through a <see cref="PostgresProxy"/>. It waits for the answer to a request before it reads the next one.</summary>
internal sealed class PostgresProxyConnection(
    PostgresProxy proxy, NetworkStream client, NetworkStream server, CancellationToken cancellationToken)
{
    private const int CancelRequest = 80877102;
    private const int EncryptionRequest = 80877103;
    private const int GssRequest = 80877104;

    private static readonly byte[] Sync = [(byte)'S', 0, 0, 0, 4];

    /// <summary>Relays requests and answers until one side closes the connection.</summary>
    public async Task RunAsync()
    {
        if (!await LogInAsync())
            return;

        while (await ReadRequestAsync() is { } request && await ServeAsync(request))
        {
        }
    }

    /// <summary>Relays the messages before the log-in, which have no type and are not counted, and the first of the log-in.</summary>
    private async Task<bool> LogInAsync()
    {
        while (true)
        {
            byte[] request = await ReadMessageAsync(client, headerLength: 4);
            switch (BinaryPrimitives.ReadInt32BigEndian(request.AsSpan(4)))
            {
                case CancelRequest:
                    await server.WriteAsync(request, cancellationToken);
                    return false;
                case EncryptionRequest or GssRequest:
                    await server.WriteAsync(request, cancellationToken);
                    await client.WriteAsync(await ReadByteAsync(), cancellationToken);
                    break;
                default:
                    return await ServeAsync(request);
            }
        }
    }

    /// <summary>Serves a request. Returns <c>false</c> if the connection ends.</summary>
    private async Task<bool> ServeAsync(byte[] request)
    {
        ServerFault? fault = proxy.Next();
        switch (fault?.Kind)
        {
            case ServerFaultKind.Close:
                client.Socket.Close(0);
                return false;
            case ServerFaultKind.CutAnswer:
                await server.WriteAsync(request, cancellationToken);
                await ReadAnswerAsync();
                client.Socket.Close(0);
                return false;
            case ServerFaultKind.Delay:
                while (await client.ReadAsync(new byte[1024], cancellationToken) > 0)
                {
                }

                await server.WriteAsync(request, cancellationToken);
                await ReadAnswerAsync();
                return false;
            case ServerFaultKind.Refuse:
                return await RefuseAsync(fault, isLogIn: request[0] is not ((byte)'Q' or (byte)'P' or (byte)'B'), request);
            default:
                await server.WriteAsync(request, cancellationToken);
                await client.WriteAsync(await ReadAnswerAsync(), cancellationToken);
                return true;
        }
    }

    /// <summary>
    /// Answers with an error. In a transaction, the client learns that it has failed. A server that cannot log in a client or roll back
    /// a transaction ends the connection.
    /// </summary>
    private async Task<bool> RefuseAsync(ServerFault fault, bool isLogIn, byte[] request)
    {
        bool isFatal = fault.IsFatal || isLogIn || request.AsSpan().IndexOf("ROLLBACK"u8) >= 0;
        await client.WriteAsync(Error(fault.SqlState!, isFatal ? "FATAL" : "ERROR"), cancellationToken);
        if (isFatal)
            return false;

        await server.WriteAsync(Sync, cancellationToken);
        byte[] ready = await ReadAnswerAsync();
        if (ready[^1] == 'T')
            ready[^1] = (byte)'E';
        await client.WriteAsync(ready, cancellationToken);
        return true;
    }

    /// <summary>Reads what the client sends until it expects an answer, or returns <c>null</c> if it ends the connection.</summary>
    private async Task<byte[]?> ReadRequestAsync()
    {
        var request = new List<byte>();
        while (true)
        {
            byte[] message = await ReadMessageAsync(client);
            request.AddRange(message);
            switch ((char)message[0])
            {
                case 'X':
                    return null;
                case 'Q' or 'S' or 'p':
                    return [.. request];
            }
        }
    }

    /// <summary>Reads what the server sends until it expects a request, or ends the connection.</summary>
    private async Task<byte[]> ReadAnswerAsync()
    {
        var answer = new List<byte>();
        bool hasFailed = false;
        while (true)
        {
            byte[] message;
            try
            {
                message = await ReadMessageAsync(server);
            }
            catch (IOException) when (hasFailed)
            {
                return [.. answer]; // The error was the last message.
            }

            answer.AddRange(message);
            hasFailed |= message[0] == 'E';
            if (message[0] == 'Z' || (message[0] == 'R' && BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(5)) is not (0 or 12)))
                return [.. answer];
        }
    }

    private async Task<byte[]> ReadByteAsync()
    {
        byte[] answer = new byte[1];
        await server.ReadExactlyAsync(answer, cancellationToken);
        return answer;
    }

    private async Task<byte[]> ReadMessageAsync(NetworkStream stream, int headerLength = 5)
    {
        byte[] header = new byte[headerLength];
        await stream.ReadExactlyAsync(header, cancellationToken);
        byte[] message = new byte[headerLength - 4 + BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(headerLength - 4))];
        header.CopyTo(message, 0);
        await stream.ReadExactlyAsync(message.AsMemory(headerLength), cancellationToken);
        return message;
    }

    private static byte[] Error(string sqlState, string severity)
    {
        byte[] fields = Encoding.ASCII.GetBytes($"S{severity}\0V{severity}\0C{sqlState}\0Minjected\0\0");
        byte[] message = [(byte)'E', 0, 0, 0, 0, .. fields];
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), fields.Length + 4);
        return message;
    }
}
