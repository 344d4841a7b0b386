# Stores on a PostgreSQL server: the one that MARIANNE_TEST_POSTGRES names by a connection string with a password, or one in a
# temporary folder on a free port. Without either, the tests are skipped.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/shared.psm1"
    $none = -not ($env:MARIANNE_TEST_POSTGRES -or (Find-PostgresFolder))
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $password = 'the;secret=of the tests'

    # The server does not run as root. It stops when the pipe to its shell closes.
    function Start-Server {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        $script = @'
trap '' HUP INT TERM
folder=$(mktemp -d /tmp/marianne-postgres.XXXXXX)
printf '%s' "$3" > "$folder/password"
"$1/initdb" -D "$folder/data" -U marianne -A scram-sha-256 --pwfile="$folder/password" -E UTF8 --no-sync > /dev/null || exit 1
exec 3<&0
"$1/postgres" -D "$folder/data" -p "$2" -k "$folder" -c listen_addresses=127.0.0.1 -c fsync=off < /dev/null &
server=$!
{ cat <&3; kill -INT $server; } > /dev/null 2>&1 &
wait $server
rm -rf "$folder"
'@
        $shell = '/bin/sh', '-c', $script, 'sh', (Find-PostgresFolder), $port, $password
        if ([Environment]::IsPrivilegedProcess) {
            $shell = @('setpriv', '--reuid=postgres', '--regid=nogroup', '--clear-groups', '--') + $shell
        }

        $start = [Diagnostics.ProcessStartInfo]::new($shell[0])
        $shell | Select-Object -Skip 1 | ForEach-Object { $start.ArgumentList.Add($_) }
        $start.RedirectStandardInput = $start.RedirectStandardError = $true
        $start.WorkingDirectory = '/'
        $start.Environment['LC_ALL'] = 'C'
        $script:server = [Diagnostics.Process]::Start($start)
        do {
            $line = $server.StandardError.ReadLine()
        } until ($null -eq $line -or $line -like '*ready to accept connections*')
        $null = $server.StandardError.ReadToEndAsync()
        "Host=127.0.0.1;Port=$port;Database=postgres"
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'A store on a PostgreSQL server' -Skip:$none {
    BeforeAll {
        if ($env:MARIANNE_TEST_POSTGRES) {
            $parts = [Data.Common.DbConnectionStringBuilder]@{ ConnectionString = $env:MARIANNE_TEST_POSTGRES }
            $password = $parts['Password']
            $user = $parts['Username']
            'Username', 'Password' | ForEach-Object { $null = $parts.Remove($_) }
            $connection = $parts.ConnectionString
        } else {
            $user = 'marianne'
            $connection = Start-Server
        }

        $credential = [pscredential]::new($user, [Net.NetworkCredential]::new('', $password).SecurePassword)
        $schema = "module $([guid]::NewGuid().ToString('N'))"
    }

    AfterAll {
        $env:MARIANNE_CONNECTION = $null
        if ($server) {
            $server.StandardInput.Close()
            $server.WaitForExit()
        }
    }

    BeforeEach {
        Connect-Marianne -ConnectionString $connection -Credential $credential -Schema $schema
    }

    AfterEach {
        $env:MARIANNE_CONNECTION = $null
        Disconnect-Marianne
    }

    It 'keeps jobs and what was learned for every session' {
        $null = New-MarianneJob -Id kept -TotalSheets 2 -Tag team
        Set-MarianneSheet kept 1 Completed
        Add-LearnedOutcome -JobId kept -SheetId kept-sheet1 -WorkspacePath $TestDrive
        Disconnect-Marianne
        Connect-Marianne -ConnectionString $connection -Credential $credential -Schema $schema -MustExist

        (Get-MarianneJob kept).Progress.ToString() | Should -Be '1/2'
        (Get-MarianneJob -Tag team).Id | Should -Be kept
        Measure-LearnedOutcome | ForEach-Object TotalExecutions | Should -Be 1
    }

    It 'runs a score, and copies the job to a file and back' {
        $job = Invoke-MarianneJob -Name 'on a server' -Sheet @{ command = 'echo one' }, @{ command = 'echo two' } -Workspace $TestDrive
        $job.Status | Should -Be Completed
        Copy-MarianneJob $job.Id "$TestDrive/copy.db"
        Remove-MarianneJob $job.Id -Confirm:$false
        Copy-MarianneJob $job.Id -Store "$TestDrive/copy.db" -Destination (Get-MarianneStore)

        (Get-MarianneExecution $job.Id).Output.Trim() | Sort-Object | Should -Be one, two
        Import-ExecutionHistory -JobId $job.Id | Should -Not -BeNullOrEmpty
    }

    It 'shows where it is, and no password' {
        $store = Get-MarianneStore
        $store.Kind | Should -Be PostgreSQL
        $store.ConnectionString | Should -BeLike 'Host=*;Port=*;Database=*;Schema="module *"'
        $store.Path | Should -BeNullOrEmpty
        $store, ($store | Format-List * -Force), ($store | ConvertTo-Json -Depth 9 -WarningAction Ignore) | Out-String -Width 500 |
            Should -Not -Match 'secret'
        { Repair-MarianneStore -ErrorAction Stop } | Should -Throw '*on a server has no files*' -ErrorId 'InvalidParameter,*'
    }

    It 'is the default if MARIANNE_CONNECTION names it' {
        $null = New-MarianneJob -Id by-variable -TotalSheets 1
        Disconnect-Marianne
        $quoted = "'$($password.Replace("'", "''"))'"
        $env:MARIANNE_CONNECTION = "$connection;Username=$user;Password=$quoted;Schema=$schema"

        (Get-MarianneJob by-variable).Id | Should -Be by-variable
        (Get-MarianneStore).Kind | Should -Be PostgreSQL
        Connect-Marianne
        (Get-MarianneStore).Kind | Should -Be PostgreSQL
        { Get-MarianneJob -Store "$TestDrive/other.db" } | Should -Throw -ErrorId 'StoreNotFound,*'
        Connect-Marianne -InMemory
        Get-MarianneJob | Should -BeNullOrEmpty
    }

    It 'warns if it had to replace a character' {
        $null = New-MarianneJob -Id nul -TotalSheets 1 -Description "a`0b" -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'NUL'
        (Get-MarianneJob nul).Description | Should -Be "a$([char] 0xFFFD)b"
    }

    It 'does not show the password if <Name>' -ForEach @(
        @{ Name = 'it is wrong'; Change = 'Password=the-secret-x'; Id = 'StoreAccessDenied' }
        @{ Name = 'the database does not exist'; Change = 'Database=none'; Id = 'StoreNotFound' }
        @{ Name = 'nothing listens on the port'; Change = 'Port=1'; Id = 'StoreFailed' }
        @{ Name = 'the string cannot be read'; Change = 'Password=the-secret-x;y'; Id = 'InvalidParameter' }
    ) {
        $given = $Change -like 'Password*' ? @{} : @{ Credential = $credential }
        $written = & {
            try {
                Connect-Marianne -ConnectionString "$connection;Username=$user;$Change" @given -Verbose -Debug
                throw 'It did not fail.'
            } catch {
                $_
            }
        } *>&1
        $failure = @($written)[-1]
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure.Exception.ToString(), $failure.TargetObject, $failure.ErrorDetails, $failure.CategoryInfo, $written | Out-String |
            Should -Not -Match 'secret'
    }
}
