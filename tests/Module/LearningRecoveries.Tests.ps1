# Recording recoveries, one by one and by the thousand.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive

    function New-Recovery([int] $Count) {
        foreach ($number in 1..$Count) {
            [pscustomobject]@{ ErrorCode = 'E103'; ActualWait = $number % 60; Recovered = $true }
        }
    }

    function Get-Total {
        (Measure-LearnedOutcome).TotalErrorRecoveries
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'Add-LearnedRecovery' {
    BeforeEach {
        Connect-Marianne -InMemory
    }

    It 'records a wait and whether it sufficed' {
        $recovery = Add-LearnedRecovery E103 41.5 $true -SuggestedWait '00:01:00' -Model sonnet -PassThru
        $recovery.ActualWait.TotalSeconds, $recovery.SuggestedWait.TotalSeconds | Should -Be 41.5, 60
        $recovery.RecordedAt.Kind | Should -Be Local
        $recovery.Hour | Should -Be $recovery.RecordedAt.Hour
        (Get-LearnedRecovery).Id | Should -Be $recovery.Id
    }

    It 'uses the actual wait as the default of the suggested wait' {
        (Add-LearnedRecovery E103 41 $false -PassThru).SuggestedWait.TotalSeconds | Should -Be 41
    }

    It 'rejects <Because>' -ForEach @(
        @{ Because = 'a negative wait'; Arguments = 'E103', -1, $true }
        @{ Because = 'a wait of NaN'; Arguments = 'E103', [double]::NaN, $true }
        @{ Because = 'an infinite wait'; Arguments = 'E103', [double]::PositiveInfinity, $true }
        @{ Because = 'an empty code'; Arguments = '', 1, $true }
        @{ Because = 'a blank code'; Arguments = ' ', 1, $true }
        @{ Because = 'a code that is too long'; Arguments = ('E' * 65), 1, $true }
        @{ Because = 'a code with a control character'; Arguments = "E`n1", 1, $true }
    ) {
        { Add-LearnedRecovery @Arguments -ErrorAction Stop } | Should -Throw
        Get-Total | Should -Be 0
    }

    It 'records what is read by page, also for several codes' {
        'E103', 'E104', 'E103' | ForEach-Object { Add-LearnedRecovery $_ 5 $true }
        ('E104', 'E103' | Get-LearnedRecovery -First 2).ErrorCode | Should -Be E104, E103
        @('E104', 'E103' | Get-LearnedRecovery -Skip 2).Count | Should -Be 1
        @('E104', 'E103' | Get-LearnedRecovery -First 0 -IncludeTotalCount) | Should -Be 3
    }

    It 'copies recoveries from another store' {
        Add-LearnedRecovery E103 41.5 $true -SuggestedWait 60 -Model sonnet
        Add-LearnedRecovery E104 5 $false
        $other = Connect-Marianne -InMemory -NoDefault
        Get-LearnedRecovery | Add-LearnedRecovery -Store $other
        $copies = Get-LearnedRecovery -Store $other | Sort-Object ErrorCode
        $copies.ErrorCode | Should -Be E103, E104
        $copies[0].ActualWait.TotalSeconds, $copies[0].SuggestedWait.TotalSeconds, $copies[0].Model | Should -Be 41.5, 60, sonnet
        $copies[1].Recovered | Should -BeFalse
        $copies[1].Model | Should -BeNullOrEmpty
    }

    It 'reports an empty mandatory cell with its record' {
        'ErrorCode,ActualWait,Recovered', 'E1,,true', 'E2,2,', 'E3,3,true' | ConvertFrom-Csv |
            Add-LearnedRecovery -ErrorAction SilentlyContinue -ErrorVariable failure
        "$($failure[0])" | Should -BeLike "*'ActualWait'*Record 1: There is no value*"
        "$($failure[1])" | Should -BeLike "*'Recovered'*Record 2: There is no value*"
        (Get-LearnedRecovery).ErrorCode | Should -Be E3
    }
}

Describe 'Many records' {
    BeforeAll {
        $file = "$TestDrive/many.db"
    }

    BeforeEach {
        Connect-Marianne -InMemory -LearningPath $file
        $before = Get-Total
    }

    It 'are all written, except for invalid ones' {
        $rows = New-Recovery 2500
        $rows[700].ActualWait = 'bad'
        $rows[1700].ErrorCode = 'E' * 65
        $rows | Add-LearnedRecovery -ErrorAction SilentlyContinue -ErrorVariable failure
        Get-Total | Should -Be ($before + 2498)
        "$($failure[0])" | Should -BeLike '*Record 701: *'
        "$($failure[1])" | Should -BeLike 'Record 1701: *'
    }

    It 'are returned in order with -PassThru, after each is committed' {
        $seen = New-Recovery 1500 | Add-LearnedRecovery -PassThru | ForEach-Object -Begin { $count = 0 } {
            if (++$count -in 1, 1000, 1500) {
                # A record that another process can read is committed.
                pwsh -NoProfile -NonInteractive -Command "Import-Module '$root/Marianne.psd1'
                    Connect-Marianne -InMemory -LearningPath '$file'
                    [bool] (Get-LearnedRecovery -First 2000 | Where-Object Id -eq '$($_.Id)')"
            }
        }
        $seen | Should -Be 'True', 'True', 'True'
        $count | Should -Be 1500
        Get-Total | Should -Be ($before + 1500)
    }

    It 'hold no lock between slow records, and are written as they arrive' {
        $totals = New-Recovery 4 | ForEach-Object {
            $_
            Start-Sleep -Milliseconds 400
            $null = Add-LearnedRateLimit E103 1 # Fails if the batch holds a lock.
            Set-Variable last (Get-Total) -Scope Script
        } | Add-LearnedRecovery -PassThru | ForEach-Object { Get-Total }
        $totals | Should -Be (1..4 | ForEach-Object { $before + $_ })
        $last | Should -Be ($before + 4)
    }

    It 'are written after a short pause of the pipeline' {
        $seen = New-Recovery 10 | ForEach-Object -Process { $_ } -End {
            Start-Sleep -Milliseconds 600
            Set-Variable seen (Get-Total) -Scope Script
        } | Add-LearnedRecovery
        $seen | Should -BeNullOrEmpty
        $script:seen | Should -Be ($before + 10)
    }

    It 'can be ended early by a later command' {
        $first = New-Recovery 5000 | Add-LearnedRecovery -PassThru | Select-Object -First 1
        (Get-LearnedRecovery | Where-Object Id -EQ $first.Id).ErrorCode | Should -Be E103
        Start-Sleep -Milliseconds 400
        Get-Total | Should -BeLessOrEqual ($before + 1000)
    }

    It 'can be stopped: committed records stay, and nothing is written afterwards' {
        $shell = [powershell]::Create().AddScript({
                param($root, $file)
                Import-Module "$root/Marianne.psd1"
                Connect-Marianne -InMemory -LearningPath $file
                & { for ($i = 0; ; $i++) { [pscustomobject]@{ ErrorCode = 'E103'; ActualWait = 1; Recovered = $true } } } |
                    Add-LearnedRecovery
            }).AddArgument($root).AddArgument($file)
        $null = $shell.BeginInvoke()
        while ((Get-Total) -lt $before + 2000) { Start-Sleep -Milliseconds 20 }
        $shell.Stop()
        $shell.InvocationStateInfo.State | Should -Be Stopped
        $shell.Streams.Error | Should -BeNullOrEmpty
        $after = Get-Total
        Start-Sleep -Milliseconds 500
        Get-Total | Should -Be $after
        (Get-LearnedRecovery -First 1).ErrorCode | Should -Be E103
        $shell.Dispose()
    }

    It 'report progress at most five times a second' {
        $shell = [powershell]::Create().AddScript({
                param($root)
                Import-Module "$root/Marianne.psd1"
                Connect-Marianne -InMemory
                1..30 | ForEach-Object {
                    Start-Sleep -Milliseconds 30
                    [pscustomobject]@{ ErrorCode = 'E103'; ActualWait = 1; Recovered = $true }
                } | Add-LearnedRecovery
            }).AddArgument($root)
        $null = $shell.Invoke()
        $records = $shell.Streams.Progress | Where-Object Activity -EQ 'Record recoveries'
        $records.Count | Should -BeGreaterThan 1
        $records.Count | Should -BeLessOrEqual 10
        $records[0].StatusDescription | Should -Match '^\d+ records$'
        $records[-1].RecordType | Should -Be Completed
        $shell.Dispose()
    }
}
