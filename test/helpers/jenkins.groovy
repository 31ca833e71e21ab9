// Runs a Jenkinsfile as Jenkins would, with steps that tell instead of act:
//   groovy jenkins.groovy JENKINSFILE CODE_OF_THE_JUDGE...
// After the steps of each run comes a line with the result of the build and the code.
abstract class Pipeline extends Script {
  static int code
  static String result = 'success'

  def any = 'any'

  def pipeline(Closure body) { body() }
  def agent(where) {}
  def options(Closure body) {}
  def environment(Closure body) {}
  def stages(Closure body) { body() }
  def stage(String name, Closure body) { body() }
  def steps(Closure body) { body() }
  def script(Closure body) { body() }
  def sh(String line) { println line.replaceFirst('^[.]/', '') }
  def sh(Map step) { println 'judge'; code }
  def junit(Map step) { println 'junit' }
  def unstable(String why) { result = 'unstable' }
  def error(String why) { throw new Stop() }
}

class Stop extends RuntimeException {}

def settings = new org.codehaus.groovy.control.CompilerConfiguration(scriptBaseClass: Pipeline.name)
args.tail().each { code ->
  Pipeline.code = code as int
  Pipeline.result = 'success'
  try {
    new GroovyShell(Pipeline.classLoader, new Binding(), settings).evaluate(new File(args[0]))
  } catch (Stop stop) {
    Pipeline.result = 'failure'
  }
  println "$Pipeline.result $code"
}
