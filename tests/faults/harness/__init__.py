"""The fault run: kills refdb at every point of its work, runs it again, and judges what is left.

| module | answers |
|---|---|
| server | a PostgreSQL that can be stopped at once and started again |
| proxy | every message between client and server, held where it is asked for |
| client, zygote | refdb as a process of its own that can be killed |
| scenarios | which trees, and which command is killed |
| moments | states inside long statements that no message marks |
| points | which points there are, and which of them are taken |
| state | what a database holds, and whether anything wrong is recorded |
| trial | one point: run, strike, run again, compare |
| table | the figures of a long run |
"""
