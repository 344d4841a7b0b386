using Npgsql;

namespace Marianne.Storage.Postgres;

/// <summary>How to connect to a server. The text has the password, so it never leaves this assembly.</summary>
internal sealed class PostgresOptions
{
    /// <summary>The default schema.</summary>
    public const string DefaultSchema = "marianne";

    private PostgresOptions(NpgsqlConnectionStringBuilder builder, string schema)
    {
        ConnectionString = builder.ConnectionString;
        Target = new PostgresTarget(builder.Host!, builder.Port, builder.Database ?? builder.Username ?? "postgres", schema);
    }

    /// <summary>The connection string of the provider.</summary>
    public string ConnectionString { get; }

    /// <summary>The server and the part of it.</summary>
    public PostgresTarget Target { get; }

    /// <summary>Reads a connection string.</summary>
    /// <param name="connectionString">The connection string.</param>
    /// <param name="schema">The schema; <c>null</c> for the default one.</param>
    /// <exception cref="MarianneException">InvalidParameter: it cannot be read. The message does not contain it.</exception>
    public static PostgresOptions Parse(string connectionString, string? schema)
    {
        NpgsqlConnectionStringBuilder builder = Read(connectionString);
        if (string.IsNullOrWhiteSpace(builder.Host))
            throw Invalid("names no host");

        builder.ApplicationName ??= "Marianne";
        builder.Enlist = false;
        builder.PersistSecurityInfo = false;
        builder.IncludeErrorDetail = false; // A detail contains values of rows.
        builder.MaxAutoPrepare = 0; // Behind a pool, each transaction may have another connection.
        builder.NoResetOnClose = true; // Nothing of a connection is kept on the server, so there is nothing to reset.
        return new PostgresOptions(builder, string.IsNullOrEmpty(schema) ? DefaultSchema : schema);
    }

    /// <inheritdoc/>
    public override string ToString() => Target.Location;

    private static NpgsqlConnectionStringBuilder Read(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // The message of the provider may quote a part of a password that has a semicolon.
            throw Invalid("cannot be read. A value that has a ; or a = in it must be in quotes");
        }
    }

    private static MarianneException Invalid(string reason) => new(
        MarianneError.InvalidParameter,
        $"The connection string {reason}. Specify one such as 'Host=db.example.org;Database=jobs'.");
}
