namespace Marianne.Storage.Relational;

/// <summary>The SQL of the first of some jobs that no other transaction has locked. What is read of it travels together with the lock.</summary>
/// <param name="Table">The job as a table of a query, which locks it until the transaction ends.</param>
/// <param name="Keep">The column of that query that keeps the job's id.</param>
/// <param name="Id">The id as an expression of later queries of the transaction. It is empty if all jobs were locked.</param>
internal sealed record FreeJob(string Table, string Keep, string Id);
