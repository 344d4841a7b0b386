using System.Data.Common;
using Marianne.Stores;
using Npgsql;

namespace Marianne.Storage.Postgres;

/// <summary>How to connect to a server. The text has the password, so it never leaves this room.</summary>
internal sealed class PostgresOptions
{
    private const string DefaultSchema = "marianne";

    private PostgresOptions(NpgsqlConnectionStringBuilder builder, string schema, bool hasHints)
    {
        HasHints = hasHints;
        ConnectionString = builder.ConnectionString;
        Target = new PostgresTarget(builder.Host!, builder.Port, builder.Database ?? builder.Username ?? Environment.UserName, schema);
    }

    /// <summary>The connection string of the provider.</summary>
    public string ConnectionString { get; }

    /// <summary>The server and the part of it.</summary>
    public PostgresTarget Target { get; }

    /// <summary>Indicates whether idle workers are notified of work by NOTIFY. <c>Notify=false</c> turns it off.</summary>
    public bool HasHints { get; }

    /// <summary>
    /// Reads how to connect. Besides the keywords of the provider, <c>Schema</c>, <c>Service</c> and <c>Notify</c> are known.
    /// </summary>
    /// <param name="server">The connection.</param>
    /// <exception cref="MarianneException">
    /// InvalidParameter: it cannot be read. NotAStore: the server is of another engine. The message does not contain it.
    /// </exception>
    public static PostgresOptions Of(ServerConnection server)
    {
        (NpgsqlConnectionStringBuilder builder, string? schema, string? service, bool hasHints) = Read(server.RevealConnectionString());
        if (service is not null)
            ServiceFile.Add(service, builder);
        if (server.UserName is { } userName)
            builder.Username = userName;
        if (server.RevealPassword() is { } password)
            builder.Password = password;
        if (string.IsNullOrWhiteSpace(builder.Host))
            throw Invalid("names no host");

        builder.ApplicationName ??= "Marianne";
        if (!builder.ShouldSerialize("Connection Idle Lifetime"))
        {
            // Sooner than other processes lose their patience, which wait for a connection of the server.
            builder.ConnectionIdleLifetime = 10;
            builder.ConnectionPruningInterval = Math.Min(builder.ConnectionPruningInterval, 5);
        }

        if (!Kerberos.IsInstalled && !builder.ShouldSerialize("GSS Encryption Mode") && Environment.GetEnvironmentVariable("PGGSSENCMODE") is null)
            builder.GssEncryptionMode = GssEncryptionMode.Disable; // Or .NET writes to the error stream that it cannot load the library.

        builder.Enlist = false;
        builder.PersistSecurityInfo = false;
        builder.IncludeErrorDetail = false; // A detail contains values of rows.
        builder.NoResetOnClose = true; // Nothing of a connection is kept on the server, so there is nothing to reset.
        var options = new PostgresOptions(builder, server.Schema ?? schema ?? DefaultSchema, hasHints);
        PostgresEngine.CheckHost(options.Target);
        return options;
    }

    /// <inheritdoc/>
    public override string ToString() => Target.Location;

    private static (NpgsqlConnectionStringBuilder Builder, string? Schema, string? Service, bool HasHints) Read(string connectionString)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connectionString };
            string? schema = Take(parts, "Schema");
            string? service = Take(parts, "Service");
            bool hasHints = Take(parts, "Notify") is not { } notify || Truth(notify);
            return (new NpgsqlConnectionStringBuilder(parts.ConnectionString), schema, service, hasHints);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // The message of the provider may quote a part of a password that has a semicolon.
            throw Invalid("cannot be read. A value that has a ; or a = in it must be in quotes");
        }
    }

    private static string? Take(DbConnectionStringBuilder parts, string keyword)
    {
        string? value = parts.TryGetValue(keyword, out object? found) ? found as string : null;
        parts.Remove(keyword);
        return string.IsNullOrWhiteSpace(value) ? null : value;
    }

    private static bool Truth(string value) => bool.TryParse(value, out bool result)
        ? result
        : throw Invalid("has another value of Notify than true and false");

    private static MarianneException Invalid(string reason) => new(
        MarianneError.InvalidParameter,
        $"The connection string {reason}. Specify one such as 'Host=db.example.org;Database=jobs'. "
        + "If you specified none, correct the variable MARIANNE_CONNECTION.");
}
