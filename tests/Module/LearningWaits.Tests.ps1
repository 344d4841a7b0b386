# Wait-LearnedRecovery: the waits and the attempts after an error.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    Connect-Marianne -InMemory
}

AfterAll {
    Exit-TestSession
}

Describe 'A wait for a recovery' {
    It 'streams the output of the attempt, and records that the wait sufficed' {
        $output = Wait-LearnedRecovery E101 { 'one'; 'two' } -StaticDelay 1 -Service first -Model opus
        $output | Should -Be one, two
        $recovery = Get-LearnedRecovery | Where-Object Service -EQ first
        $recovery.ErrorCode, $recovery.Model, $recovery.Recovered | Should -Be E101, opus, $true
        $recovery.Incident | Should -Not -BeNullOrEmpty
        $recovery.ActualWait | Should -BeGreaterOrEqual $recovery.SuggestedWait
        $recovery.Since | Should -BeOfType DateTime
    }

    It 'goes on after the same error, in the same incident' {
        $calls = [Collections.Generic.List[int]]::new()
        $verbose = $($output = Wait-LearnedRecovery E901 -StaticDelay 1 -Service second -Verbose -ScriptBlock {
                $calls.Add(1)
                if ($calls.Count -lt 2) { throw 'curl: (7) Failed to connect to api.example port 443: Connection refused' }
                'done'
            }) 4>&1
        $output | Should -Be done
        $rows = @(Get-LearnedRecovery | Where-Object Service -EQ second)
        $rows.Recovered | Should -Be $true, $false
        $rows[0].Incident | Should -Be $rows[1].Incident
        $rows[0].ActualWait | Should -BeGreaterThan $rows[1].ActualWait
        "$verbose" | Should -BeLike '*no recoveries are known yet*The attempt failed after*Failed to connect*'
    }

    It 'ends with another error, which is thrown as it is: <Name>' -ForEach @(
        @{ Name = 'a cmdlet'; Attempt = { Get-Item nowhere -ErrorAction Stop }; Id = 'PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand' }
        @{ Name = 'a text'; Attempt = { throw 'another cause' }; Id = 'another cause' }
        @{ Name = 'an exception'; Attempt = { throw [ArgumentException]::new('no') }; Id = 'no' }
    ) {
        { Wait-LearnedRecovery E102 $Attempt -StaticDelay 1 } | Should -Throw -ErrorId "$Id*"
        (Get-LearnedRecovery E102 -First 1).Recovered | Should -BeTrue
    }

    It 'reads the response of a service' {
        $failure = [Net.Http.HttpRequestException]::new('no', $null, [Net.HttpStatusCode] 429)
        { Wait-LearnedRecovery E103 { throw $failure } -StaticDelay 1 } | Should -Throw
        (Get-LearnedRecovery E103 -First 1).Recovered | Should -BeTrue
        (Get-LearnedRecovery E103).Count | Should -Be 1
    }

    It 'stops when more waits cost more than they are worth' {
        $cause = [InvalidOperationException]::new('429 Too Many Requests')
        $thrown = { Wait-LearnedRecovery E101 { throw $cause } -StaticDelay 1 -GiveUpAfter 4 -Service third } |
            Should -Throw -ErrorId 'RecoveryGivenUp,*' -PassThru
        $thrown.Exception.Message | Should -BeLike "The wait for a recovery from 'E101' gives up: *The last attempt failed: 429 Too Many Requests. *"
        $thrown.Exception.InnerException.InnerException | Should -Be $cause
        $thrown.CategoryInfo.Category | Should -Be OperationTimeout
        @(Get-LearnedRecovery | Where-Object Service -EQ third).Recovered | Should -Be $false
    }

    It 'treats each error that another attempt can end as a code of its own' {
        { Wait-LearnedRecovery MINE { throw 'HTTP 503 Service Unavailable' } -StaticDelay 1 -GiveUpAfter 4 } |
            Should -Throw -ErrorId 'RecoveryGivenUp,*'
        { Wait-LearnedRecovery MINE { throw 'HTTP 401 Unauthorized' } -StaticDelay 1 } | Should -Throw 'HTTP 401 Unauthorized'
    }

    It 'waits until the time that the service named' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $null = Wait-LearnedRecovery E101 { 1 } -StaticDelay 1 -Hint 3 -Service fourth
        $watch.Elapsed.TotalSeconds | Should -BeGreaterOrEqual 3
        [Math]::Round((Get-LearnedRecovery | Where-Object Service -EQ fourth).Hint.TotalSeconds) | Should -Be 3
    }

    It 'changes nothing with -WhatIf' {
        $before = (Get-LearnedRecovery).Count
        Start-Transcript "$TestDrive/whatif.txt" | Out-Null
        try {
            Wait-LearnedRecovery E103 { throw 'it ran' } -StaticDelay 5m -Service fifth -WhatIf
        } finally {
            Stop-Transcript | Out-Null
        }
        Get-Content "$TestDrive/whatif.txt" -Raw | Should -BeLike '*Wait 1 min * (no recoveries are known yet) and try again" on target "E103"*'
        (Get-LearnedRecovery).Count | Should -Be $before
    }

    It 'waits longer if a failed attempt costs more' {
        Start-Transcript "$TestDrive/penalty.txt" | Out-Null
        try {
            Wait-LearnedRecovery E103 { } -StaticDelay 5m -Service fifth -Penalty 1 -WhatIf
            Wait-LearnedRecovery E103 { } -StaticDelay 5m -Service fifth -Penalty 1h -WhatIf
        } finally {
            Stop-Transcript | Out-Null
        }
        Get-Content "$TestDrive/penalty.txt" -Raw | Should -BeLike '*Wait 1 min *Wait 10 min *'
    }

    It 'passes on an error of the next command, which is not one of the attempt' {
        $calls = [Collections.Generic.List[int]]::new()
        $thrown = { Wait-LearnedRecovery MINE { $calls.Add(1); 'one' } -StaticDelay 1 -GiveUpAfter 4 -Service next | ForEach-Object {
                throw 'HTTP 503 Service Unavailable'
            } } | Should -Throw -PassThru
        $thrown.FullyQualifiedErrorId | Should -Be 'HTTP 503 Service Unavailable'
        $calls.Count | Should -Be 1
        Get-LearnedRecovery | Where-Object Service -EQ next | Should -BeNullOrEmpty
    }

    It 'passes on $null, lists and objects with added properties unchanged' {
        $added = 'text' | Add-Member note 7 -PassThru
        $output = @(Wait-LearnedRecovery E101 { $null; , (1, 2); $added } -StaticDelay 1)
        $output.Count, $output[0], $output[1].Count, $output[2].note | Should -Be 3, $null, 2, 7
    }

    It 'can be ended by the pipeline' {
        1..3 | ForEach-Object { Wait-LearnedRecovery E101 { $_; $_ } -StaticDelay 1 -Service first } | Select-Object -First 1 | Should -Be 1
    }

    It 'refuses a value that cannot be recorded: <Parameters.Values>' -ForEach @(
        @{ Parameters = @{ ErrorCode = "a`nb" } }
        @{ Parameters = @{ ErrorCode = 'E101'; Model = "a`nb" } }
        @{ Parameters = @{ ErrorCode = 'E101'; Service = 'x' * 257 } }
    ) {
        { Wait-LearnedRecovery @Parameters -ScriptBlock { 'it ran' } } | Should -Throw -ErrorId 'InvalidRecord,*'
    }

    It 'leaves no variable behind' {
        $null = Wait-LearnedRecovery E101 { $inner = 1 } -StaticDelay 1 -Service first
        Get-Variable inner, MarianneAttemptOfWait -ErrorAction Ignore | Should -BeNullOrEmpty
    }
}
