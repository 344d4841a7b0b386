using System.Data.Common;

namespace Marianne.Stores;

/// <summary>
/// How to connect to a database server. What it is shown as, printed as or serialized to has no secret: the text and the password are
/// results of methods, and only a store asks for them.
/// </summary>
public sealed class ServerConnection : IEquatable<ServerConnection>
{
    private static readonly string[] PasswordKeywords = ["Password", "PWD", "PSW"];

    private readonly string _connectionString;
    private readonly string? _password;

    /// <summary>Creates a connection.</summary>
    /// <param name="connectionString">The connection string. It may contain a password.</param>
    /// <param name="userName">The user's name; <c>null</c> for the one of the connection string.</param>
    /// <param name="password">The user's password; <c>null</c> for the one of the connection string or of a passfile.</param>
    /// <param name="schema">The schema; <c>null</c> for the one of the connection string or the default one.</param>
    public ServerConnection(string connectionString, string? userName = null, string? password = null, string? schema = null)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        _connectionString = connectionString;
        _password = password;
        UserName = userName;
        Schema = schema;
    }

    /// <summary>The user's name; <c>null</c> for the one of the connection string.</summary>
    public string? UserName { get; }

    /// <summary>The schema; <c>null</c> for the one of the connection string or the default one.</summary>
    public string? Schema { get; }

    /// <summary>Returns the connection string, which may contain a password.</summary>
    public string RevealConnectionString() => _connectionString;

    /// <summary>Returns the password, or <c>null</c> for the one of the connection string or of a passfile.</summary>
    public string? RevealPassword() => _password;

    /// <summary>Returns the passwords that a connection string contains. One that cannot be read has none.</summary>
    /// <param name="connectionString">The connection string.</param>
    public static IEnumerable<string> PasswordsIn(string connectionString)
    {
        var parts = new DbConnectionStringBuilder();
        try
        {
            parts.ConnectionString = connectionString;
        }
        catch (ArgumentException)
        {
            return [];
        }

        return PasswordKeywords
            .Select(keyword => parts.TryGetValue(keyword, out object? value) ? value as string : null)
            .OfType<string>()
            .ToList();
    }

    /// <inheritdoc/>
    public bool Equals(ServerConnection? other) => other is not null
        && (_connectionString, _password, UserName, Schema) == (other._connectionString, other._password, other.UserName, other.Schema);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ServerConnection);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_connectionString, _password, UserName, Schema);

    /// <summary>Returns a text without the connection string.</summary>
    public override string ToString() => "a database server";
}
